import type { Capability } from '#domain/maturity.ts';
import type { FactRecords, FactSource, MaturityFacts, ModelFacts } from '#domain/maturity-facts.ts';
import { ago, automatedRecords, facts, model, noRecords, plain } from './practice.ts';

/** A model's life as facts, with what other teams hold. */
interface Life {
  readonly facts: MaturityFacts;
  readonly heldBy: Readonly<Partial<Record<Capability, readonly string[]>>>;
}

const all = automatedRecords();
const frequent = model();
const updated = model({ declared: { ...frequent.declared, frequentUpdates: true } });
const critical = model({ declared: { ...frequent.declared, missionCritical: true } });
const adHocBatch = model({ declared: { ...plain, retraining: 'ad_hoc', serving: ['batch'] }, maxAgeDays: 365 });

const armed = [{ id: 'trigger', model: 'm', evaluatedAt: ago(2) }];

function life(
  records: Partial<FactRecords>,
  of: ModelFacts,
  unknown: readonly FactSource[] = [],
  heldBy: Life['heldBy'] = {},
): Life {
  return { facts: facts({ ...all, ...records }, [of], unknown), heldBy };
}

const everySource = Object.keys(noRecords) as FactSource[];

/** By the name that the expectations use. */
export const lives: Readonly<Record<string, Life>> = {
  'everything automated': life({}, updated),
  'hand-made': life(
    {
      versions: all.versions.map((version) => ({
        ...version,
        run: null,
        experimentRun: null,
        card: { filled: [], reviewedAt: null },
      })),
      runs: all.runs
        .filter(({ production }) => production)
        .map((run) => ({
          ...run,
          pipelineDigest: null,
          trigger: 'manual' as const,
          recorded: [],
          dataGate: null,
          modelGate: null,
          succeeded: true,
        })),
      evaluations: all.evaluations.map((evaluation) => ({ ...evaluation, baseline: false, slices: 0, servedAt: null })),
      promotions: all.promotions.map((promotion) => ({
        ...promotion,
        automated: false,
        trial: null,
        onlineResult: false,
        approvals: [],
      })),
      monitors: [],
      alerts: [],
      drills: [],
      releases: all.releases.map((release) => ({ ...release, ciRun: null, green: [], stages: [] })),
    },
    frequent,
  ),
  'automated without monitors': life({ monitors: [], alerts: [], evaluations: offlineOnly() }, critical),
  'gates that never reject': life({ runs: manyPassedRuns() }, updated),
  'silent monitors': life({ alerts: [], evaluations: offlineOnly() }, critical),
  're-registered to hide': life(
    {
      // What serves was registered under `m2` since; of `m` one version of long ago is left.
      versions: all.versions.map((version, i) => (i === 11 ? version : { ...version, model: 'm2' })),
      promotions: all.promotions.map((promotion, i) => (i === 11 ? promotion : { ...promotion, model: 'm2' })),
    },
    frequent,
  ),
  'nothing connected': life({}, frequent, everySource),
  'two releases a year, monitored': life(
    {
      ...rareReleases(),
      triggers: armed,
      resources: all.resources.map((resource) => ({ ...resource, kind: 'batch' as const, digest: 'v2' })),
    },
    adHocBatch,
  ),
  'a pilot that keeps records': life(
    { resources: [], promotions: [] },
    model({ tier: 'pilot', declared: { ...plain, pilot: true } }),
  ),
  'no CI connected': life({}, updated, ['releases']),
  'moved by hand and approved by its requester': life(
    {
      promotions: all.promotions.map((promotion) => ({
        ...promotion,
        automated: false,
        approvals: promotion.approvals.map((approval) => ({ ...approval, person: promotion.requester })),
      })),
      outsideChanges: [1, 2, 3].map((i) => ({ id: `outside-${i}`, model: 'm', at: ago(i) })),
    },
    updated,
  ),
  'an attestation that expired': {
    facts: {
      ...facts({ ...all, triggers: armed, monitors: [], alerts: [], evaluations: offlineOnly() }, [adHocBatch]),
      attestations: [{ id: 'A-1', capability: 'monitoring', model: 'm', person: 'U3', has: true, at: ago(365) }],
    },
    heldBy: { monitoring: ['recs'] },
  },
};

function offlineOnly(): FactRecords['evaluations'] {
  return all.evaluations.filter(({ servedAt }) => servedAt === null);
}

/** Sixty production runs whose gates passed them all, and the one outside production. */
function manyPassedRuns(): FactRecords['runs'] {
  const passed = all.runs.filter(
    ({ production, dataGate, modelGate }) => production && dataGate?.passed && modelGate?.passed,
  );
  const outside = all.runs.filter(({ production }) => !production);
  const more = Array.from({ length: 5 }, (_, i) =>
    passed.map((run) => (i === 0 ? run : { ...run, id: `${run.id}-${i}` })),
  );
  return [...outside, ...more.flat()];
}

/** Two versions, of this year's spring and autumn, trained with gates that a drill proved. */
function rareReleases(): Partial<FactRecords> {
  const days = [40, 220];
  const of = <T>(records: readonly T[], change: (record: T, daysAgo: number, i: number) => T): T[] =>
    days.flatMap((daysAgo, i) => records.slice(i, i + 1).map((record) => change(record, daysAgo, i)));
  return {
    versions: of(all.versions, (version, daysAgo, i) => ({
      ...version,
      id: String(2 - i),
      digest: `v${2 - i}`,
      registeredAt: ago(daysAgo + 2),
    })),
    promotions: of(all.promotions, (promotion, daysAgo, i) => ({
      ...promotion,
      version: String(2 - i),
      digest: `v${2 - i}`,
      trainingEndedAt: ago(daysAgo + 2),
      decidedAt: ago(daysAgo + 1),
      servedAt: ago(daysAgo),
      online: false,
    })),
  };
}
