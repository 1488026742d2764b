import { parameterText } from '#domain/pipeline-parameters.ts';
import { becauseClause } from '#domain/retraining.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { runOfRequest } from '#store/runs.ts';
import type { ShownRetraining } from '#views/retraining.ts';
import type { Setting } from '../setting.ts';
import { isRetraining, retrainingOf } from './retraining-of.ts';

/** What a request would run; null for a request about anything else. */
export async function shownRetraining(
  setting: Setting,
  db: Executor,
  row: RequestRow,
): Promise<ShownRetraining | null> {
  if (!isRetraining(row)) return null;
  const retraining = retrainingOf(row);
  const run = row.state === 'verified' ? await runOfRequest(db, row) : null;
  return { ...shownPlan(setting, retraining), run: run === null ? null : `T-${run.number}` };
}

type Plan = Pick<
  ReturnType<typeof retrainingOf>,
  'connection' | 'pipeline' | 'template' | 'parameters' | 'defaulted' | 'estimate'
> &
  Partial<Pick<ReturnType<typeof retrainingOf>, 'reasonCode' | 'cause'>>;

/** What would run, as people read it. */
export function shownPlan(setting: Setting, plan: Plan): Omit<ShownRetraining, 'run'> {
  const { connection, pipeline, template, parameters, defaulted, estimate, reasonCode, cause = null } = plan;
  return {
    engine: setting.pipelines.get(connection)?.title ?? connection,
    pipeline,
    template,
    parameters: Object.entries(parameters)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value: parameterText(value), usual: defaulted.includes(name) })),
    because: reasonCode === undefined ? '' : becauseClause(reasonCode, cause),
    estimate,
  };
}
