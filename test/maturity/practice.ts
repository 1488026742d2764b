import type { Characteristics } from '#domain/maturity.ts';
import type { FactRecords, FactSource, MaturityFacts, ModelFacts, Observed } from '#domain/maturity-facts.ts';
import type { PromotionFacts } from '#domain/maturity-operation.ts';
import { cardFields, ciTestKinds, metadataItems, type TrainingRun } from '#domain/maturity-training.ts';

export const now = '2026-11-28T12:00:00.000Z';

/** So many days before now, and hours more. */
export function ago(days: number, hours = 0): string {
  return new Date(Date.parse(now) - days * 86_400_000 - hours * 3_600_000).toISOString();
}

function seen<T>(value: T): Observed<T> {
  return { known: true, value, provenance: 'machine', asOf: now };
}

export const plain: Characteristics = {
  pilot: false,
  missionCritical: false,
  reusable: false,
  retraining: 'none',
  frequentUpdates: false,
  serving: [],
};

export function model(over: Partial<ModelFacts> = {}): ModelFacts {
  return {
    id: 'm',
    team: 'fraud',
    tier: 'production',
    declared: { ...plain, retraining: 'frequent', serving: ['online'] },
    owner: { id: 'U1', active: true },
    maxAgeDays: 30,
    labelDelayDays: 7,
    ...over,
  };
}

export function run(over: Partial<TrainingRun> = {}): TrainingRun {
  return {
    id: 'r',
    model: 'm',
    production: true,
    pipelineDigest: 'pipe',
    trigger: 'schedule',
    succeeded: true,
    startedAt: ago(5),
    endedAt: ago(5, -1),
    dataVersion: 'd1',
    recorded: metadataItems,
    dataGate: { gate: 'schema', passed: true },
    modelGate: { gate: 'champion', passed: true, champion: true, slices: 2 },
    ...over,
  };
}

export function promotion(over: Partial<PromotionFacts> = {}): PromotionFacts {
  return {
    id: 'R-1',
    model: 'm',
    version: '1',
    digest: 'v1',
    changed: 'data',
    online: true,
    mergedAt: null,
    dataCutOffAt: ago(5, 48),
    trainingStartedAt: ago(5, 24),
    trainingEndedAt: ago(5, 20),
    requestedAt: ago(5, 18),
    decidedAt: ago(5, 6),
    servedAt: ago(5),
    requester: 'U1',
    approvals: [{ person: 'U2', inRole: true, secondsToDecide: 600, at: ago(5, 6) }],
    automated: true,
    trial: { kind: 'canary', longEnough: true },
    onlineResult: true,
    unplanned: false,
    failures: [],
    ...over,
  };
}

export const noRecords: FactRecords = {
  resources: [],
  versions: [],
  runs: [],
  triggers: [],
  evaluations: [],
  promotions: [],
  outsideChanges: [],
  monitors: [],
  alerts: [],
  drills: [],
  releases: [],
  pipelines: [],
  featureViews: [],
  featureSources: [],
  spend: [],
  idleFindings: [],
  rubric: [],
};

/** Facts with all sources known but those that `unknown` names. */
export function facts(
  records: Partial<FactRecords>,
  models: readonly ModelFacts[] = [model()],
  unknown: readonly FactSource[] = [],
): MaturityFacts {
  const all: FactRecords = { ...noRecords, ...records };
  const observed = <K extends FactSource>(source: K): Observed<FactRecords[K]> =>
    unknown.includes(source) ? { known: false, because: `No ${source} connected.` } : seen(all[source]);
  return {
    models,
    attestations: [],
    waivers: [],
    ...historyIs({ G1: [1, 1, 1] }, models),
    resources: observed('resources'),
    versions: observed('versions'),
    runs: observed('runs'),
    triggers: observed('triggers'),
    evaluations: observed('evaluations'),
    promotions: observed('promotions'),
    outsideChanges: observed('outsideChanges'),
    monitors: observed('monitors'),
    alerts: observed('alerts'),
    drills: observed('drills'),
    releases: observed('releases'),
    pipelines: observed('pipelines'),
    featureViews: observed('featureViews'),
    featureSources: observed('featureSources'),
    spend: observed('spend'),
    idleFindings: observed('idleFindings'),
    rubric: observed('rubric'),
  };
}

/** Everything that a team does which has all of it automated: twelve weekly trainings, each promoted. */
export function automatedRecords(weeks = 12): FactRecords {
  const each = Array.from({ length: weeks }, (_, i) => i);
  const id = (i: number) => String(weeks - i);
  return {
    ...noRecords,
    resources: [
      {
        id: 'endpoint',
        model: 'm',
        digest: `v${weeks}`,
        kind: 'online',
        lastTrafficAt: ago(0, 1),
        dailyRequests: 1000,
        callers: ['checkout'],
        payloadLogged: true,
        replicaHours: { total: 1000, idle: 100 },
      },
    ],
    versions: each.map((i) => ({
      id: id(i),
      model: 'm',
      digest: `v${id(i)}`,
      registeredAt: ago(7 * i + 2),
      run: `run-${id(i)}`,
      experimentRun: `experiment-${id(i)}`,
      codeDigest: `code-${id(i)}`,
      card: { filled: cardFields, reviewedAt: ago(20) },
    })),
    runs: [
      run({ id: 'dev', production: false, startedAt: ago(400), endedAt: ago(399) }),
      run({
        id: 'stopped',
        startedAt: ago(3),
        endedAt: ago(3, -1),
        succeeded: false,
        modelGate: null,
        dataGate: { gate: 'schema', passed: false },
      }),
      run({
        id: 'worse',
        startedAt: ago(4),
        endedAt: ago(4, -1),
        modelGate: { gate: 'champion', passed: false, champion: true, slices: 2 },
      }),
      ...each.map((i) =>
        run({ id: `run-${id(i)}`, startedAt: ago(7 * i + 3), endedAt: ago(7 * i + 2), dataVersion: `d${i}` }),
      ),
    ],
    evaluations: [
      ...each.map((i) => ({
        id: `eval-${i}`,
        model: 'm',
        at: ago(7 * i + 2),
        baseline: true,
        slices: 3,
        servedAt: null,
      })),
      { id: 'truth', model: 'm', at: ago(2), baseline: false, slices: 0, servedAt: ago(10) },
    ],
    promotions: each.map((i) =>
      promotion({
        id: `R-${id(i)}`,
        version: id(i),
        digest: `v${id(i)}`,
        dataCutOffAt: ago(7 * i + 4),
        trainingStartedAt: ago(7 * i + 3),
        trainingEndedAt: ago(7 * i + 2),
        requestedAt: ago(7 * i + 2),
        decidedAt: ago(7 * i + 1),
        servedAt: ago(7 * i),
      }),
    ),
    monitors: [
      {
        id: 'monitor',
        model: 'm',
        periodHours: 24,
        createdAt: ago(300),
        lastPointAt: ago(0, 2),
        schemaSkew: true,
        drift: true,
      },
    ],
    alerts: Array.from({ length: 6 }, (_, i) => ({
      id: `D-${i}`,
      model: 'm',
      monitor: 'monitor',
      at: ago(10 * i + 5),
      decidedAt: ago(10 * i + 4),
      slaHours: 48,
      acted: i < 4,
      linkedTo: `decision-${i}`,
      drill: false,
    })),
    drills: [
      { id: 'back', model: 'm', of: 'rollback', subject: 'm', at: ago(30), passed: true },
      { id: 'again', model: 'm', of: 'rerun', subject: 'm', at: ago(30), passed: true },
    ],
    releases: Array.from({ length: 5 }, (_, i) => ({
      id: `release-${i}`,
      model: 'm',
      at: ago(15 * i + 1),
      ciRun: `ci-${i}`,
      protectedBranch: true,
      green: ciTestKinds,
      stages: ['test', 'preproduction'] as const,
    })),
    pipelines: [{ id: 'pipe', model: 'm', sharesComponents: true }],
    featureViews: [{ id: 'view', readBy: ['m', 'other'] }],
    featureSources: [{ model: 'm', shared: true }],
    spend: [
      {
        model: 'm',
        currency: 'EUR',
        total: '100',
        labelled: '97',
        activeOwner: '96',
        idle: '2',
        serving: { amount: '50', predictions: 100_000 },
      },
    ],
  };
}

/** Earlier weeks that were alike for each of these models and for all together. */
export function historyIs(
  weeks: Readonly<Record<string, readonly number[]>>,
  models: readonly ModelFacts[] = [model()],
): Pick<MaturityFacts, 'history' | 'historyOfAll'> {
  return { history: Object.fromEntries(models.map(({ id }) => [id, weeks])), historyOfAll: weeks };
}
