import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { requestById } from '#store/requests.ts';
import { followOf } from '#store/run-follows.ts';
import { type RunRow, runById, runByNumber, runsPage } from '#store/runs.ts';
import type { ShownRun } from '#views/run-state.ts';
import { readRowPress, rowPress } from '../effect-press.ts';
import { modelKey } from '../find-model.ts';
import { type Names, readNames } from '../names.ts';
import { requesterName } from '../present-stage.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { isLive } from './cancel-run.ts';
import { tellAfter } from './follow-runs.ts';
import { shownPlan } from './present-retraining.ts';
import { retrainingOf } from './retraining-of.ts';

/** A run as people are shown it, from the rows as they are. */
export async function presentRun(setting: Setting, run: RunRow, db: Executor = setting.db): Promise<ShownRun> {
  const request = await requestById(db, setting.workspaceId, run.requestId);
  if (request === null) throw new Error(`there is no request ${run.requestId}`);
  const names = await readNames(setting, db);
  const plan = shownPlan(setting, retrainingOf(request));
  const promotion = run.promotionId === null ? null : await requestById(db, setting.workspaceId, run.promotionId);
  const follow = await followOf(db, setting.workspaceId, run.connection);
  const silent = isLive(run) && follow !== null && follow.failures >= tellAfter;
  return {
    run: runName(run),
    model: run.modelName,
    modelKey: modelKey({ registry: run.registry, name: run.modelName }),
    engine: plan.engine,
    pipeline: run.pipeline,
    registry: setting.registries.get(run.registry)?.title ?? run.registry,
    requester: requesterName({ row: request, names }),
    request: `R-${request.number}`,
    plan,
    reason: request.reason === '' ? null : request.reason,
    state: run.state,
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    steps: run.steps,
    failure: run.failure,
    silentSince: silent ? (follow.failingSince?.toISOString() ?? null) : null,
    cancelledBy: nameOf(setting, names, run.cancelAskedBy),
    cancelRefused: isLive(run) ? run.cancelRefused : null,
    result: run.result,
    promotion: promotion === null ? null : `R-${promotion.number}`,
    url: run.url,
    press: rowPress(setting, 'run', run.id),
  };
}

/** As people type it: `T-12`. */
function runName({ number }: Pick<RunRow, 'number'>): string {
  return `T-${number}`;
}

/** The run a person named as `T-12`, `t12` or `12`. Throws a Refusal if there is none. */
export async function runNamed(setting: Setting, text: string): Promise<RunRow> {
  const match = /^(?:T-?)?(\d{1,9})$/i.exec(text.trim());
  const run = match === null ? null : await runByNumber(setting.db, setting.workspaceId, Number(match[1]));
  if (run !== null) return run;
  throw new Refusal('no_such_run', `There is no run ${text.trim()}. \`/mlops runs\` lists them, as T-3.`);
}

/** The run of a press. Throws a Refusal for text that we did not make for a run of this workspace. */
export async function runOfPress(setting: Setting, text: string): Promise<RunRow> {
  const id = readRowPress(setting, 'run', text);
  const run = await runById(setting.db, setting.workspaceId, id);
  if (run !== null) return run;
  throw new Refusal('no_such_run', 'This run is not known here. `/mlops runs` lists those that are.');
}

function nameOf(setting: Setting, names: Names, slackUser: string | null): string | null {
  if (slackUser === null) return null;
  const person = personOf(setting.playbooks().set.people, slackUser);
  return person === null ? slackUser : names.of(person);
}

/** Runs under way first, then the newest, of one model if one is named. */
export async function shownRuns(
  setting: Setting,
  page: Parameters<typeof runsPage>[2],
): Promise<{ readonly runs: readonly ShownRun[]; readonly total: number }> {
  const { rows, total } = await runsPage(setting.db, setting.workspaceId, page);
  const runs: ShownRun[] = [];
  for (const row of rows) runs.push(await presentRun(setting, row));
  return { runs, total };
}
