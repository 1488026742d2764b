import type { Observed } from '#domain/maturity-facts.ts';
import type { AlertFacts, DrillFacts, MonitorFacts } from '#domain/maturity-operation.ts';
import type { ArmedTrigger, EvaluationFacts } from '#domain/maturity-training.ts';
import { driftSignal } from '#playbook/schema/values.ts';
import {
  type EndedDrillRow,
  endedDrillRows,
  judgedRows,
  type ReportedRow,
  reportedRows,
  type ToldAlertRow,
  toldAlertRows,
} from '#store/maturity-rows/watched.ts';
import { rulesOf } from '../../drift-answers/monitors-of-model.ts';
import type { Asked } from '../asked.ts';
import type { AskedModel } from '../asked-models.ts';

/** Everything that is known of who watches the data of models. */
interface Watching {
  readonly monitors: Observed<readonly MonitorFacts[]>;
  readonly alerts: Observed<readonly AlertFacts[]>;
  readonly drills: Observed<readonly DrillFacts[]>;
  readonly triggers: Observed<readonly ArmedTrigger[]>;
  readonly served: readonly EvaluationFacts[];
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Within which people decide, by how critical the alert is; starting values of ours. */
const slaHours: Readonly<Record<string, number>> = { critical: 4, high: 8, medium: 24, low: 72 };

/**
 * Monitors with their alerts, drills and what they start. A monitor is a connection that models.yaml names for a model
 * or that reported of it; half the time after which its alerts call it silent is its period, else a day.
 */
export async function watchingRecords(asked: Asked): Promise<Watching> {
  const { drift, workspaceId } = asked.setting;
  if (drift.hooks.size === 0 && drift.monitors.size === 0) {
    const unknown = { known: false, because: notConnected } as const;
    return { monitors: unknown, alerts: unknown, drills: unknown, triggers: unknown, served: [] };
  }
  const { db, places, from } = asked;
  const [reported, told, drilled, judged] = await Promise.all([
    reportedRows(db, workspaceId, places, new Date(asked.now.getTime() - 90 * dayMs)),
    toldAlertRows(db, workspaceId, places, from),
    endedDrillRows(db, workspaceId, places, from),
    judgedRows(db, workspaceId, places),
  ]);
  const monitors = asked.models.flatMap((model) => monitorsOf(asked, model, reported));
  const only = onlyMonitors(monitors);
  const known = <T>(value: readonly T[]): Observed<readonly T[]> => ({
    known: true,
    value,
    provenance: 'machine',
    asOf: asked.now.toISOString(),
  });
  return {
    served: servedEvaluations(asked, reported),
    monitors: known(monitors),
    alerts: known(told.flatMap((row) => alertOf(asked, row, only))),
    drills: known(drilled.flatMap((row) => drillsOf(asked, row))),
    triggers: known(
      judged.flatMap((row) => {
        const model = asked.idOf(row);
        return model === undefined ? [] : [{ id: row.rule, model, evaluatedAt: row.at }];
      }),
    ),
  };
}

const notConnected =
  'Nothing that reports drift is connected: add a connection of kind drift-events, vertex-monitoring or cloud-monitoring to org.yaml.';

function monitorsOf(asked: Asked, { entry, places }: AskedModel, reported: readonly ReportedRow[]) {
  const mine = reported.filter(({ registry, modelName }) =>
    places.some((place) => place.registry === registry && place.name === modelName),
  );
  const silentAfterMs = Math.min(
    Number.POSITIVE_INFINITY,
    ...rulesOf(asked.setting.playbooks().set, entry).map(({ noDataAfterMs }) => noDataAfterMs),
  );
  const connections = new Set([...entry.monitors, ...mine].map(({ connection }) => connection));
  return [...connections].map((connection): MonitorFacts => {
    const reports = mine.filter((row) => row.connection === connection);
    const signals = reports.flatMap((row) => row.signals);
    return {
      id: monitorId(entry.id, connection),
      model: entry.id,
      periodHours: Number.isFinite(silentAfterMs) ? silentAfterMs / 2 / hourMs : 24,
      createdAt: reports.map(({ first }) => first).toSorted()[0] ?? asked.now.toISOString(),
      lastPointAt:
        reports
          .map(({ last }) => last)
          .toSorted()
          .at(-1) ?? null,
      schemaSkew: signals.some((signal) => ofSchema.test(signal)),
      drift: signals.some((signal) => driftSignals.has(signal)),
    };
  });
}

const driftSignals: ReadonlySet<string> = new Set(driftSignal.options);
const ofSchema = /schema|skew|missing|null/i;

/** What monitors measured of served predictions that is neither drift nor schema: how good they were. */
function servedEvaluations(asked: Asked, reported: readonly ReportedRow[]): readonly EvaluationFacts[] {
  return reported.flatMap((row) => {
    const model = asked.idOf(row);
    const measured = row.signals.filter((signal) => !driftSignals.has(signal) && !ofSchema.test(signal));
    if (model === undefined || measured.length === 0) return [];
    const id = `${monitorId(model, row.connection)}: ${measured.join(', ')}`;
    return [{ id, model, at: row.last, baseline: false, slices: 0, servedAt: row.last }];
  });
}

function monitorId(model: string, connection: string): string {
  return `${model} by ${connection}`;
}

/** The one monitor of each model that has one: an alert does not say whose values raised it. */
function onlyMonitors(monitors: readonly MonitorFacts[]): ReadonlyMap<string, string> {
  const byModel = Map.groupBy(monitors, ({ model }) => model);
  return new Map(
    [...byModel].flatMap(([model, [one, other]]) =>
      one === undefined || other !== undefined ? [] : [[model, one.id]],
    ),
  );
}

function alertOf(asked: Asked, row: ToldAlertRow, only: ReadonlyMap<string, string>): readonly AlertFacts[] {
  const model = asked.idOf(row);
  if (model === undefined) return [];
  return [
    {
      id: `D-${row.number}`,
      model,
      monitor: row.decision === 'false_alarm' ? null : (only.get(model) ?? null),
      at: row.at,
      decidedAt: row.decidedAt,
      slaHours: slaHours[row.criticality ?? 'high'] ?? 24,
      acted: row.decision === 'retrain' || row.decision === 'rollback',
      linkedTo: row.request === null ? row.decision : `R-${row.request}`,
      drill: row.drill,
    },
  ];
}

function drillsOf(asked: Asked, { connections, at, caught, id, ...of }: EndedDrillRow): readonly DrillFacts[] {
  const model = asked.idOf(of);
  if (model === undefined) return [];
  return connections.map((connection) => ({
    id: `${id} ${connection}`,
    model,
    of: 'monitor',
    subject: monitorId(model, connection),
    at,
    passed: caught,
  }));
}
