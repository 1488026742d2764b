import type { FactRecords, ModelFacts } from '#domain/maturity-facts.ts';
import { cardFields, ciTestKinds, metadataItems } from '#domain/maturity-training.ts';
import { ago, automatedRecords, model, promotion, run } from './practice.ts';

/** Records of which a signal's value is `met / of`; a hundred of its units are asked for, or as many as `of`. */
interface SignalRow {
  readonly of: number;
  readonly make: (met: number) => { readonly records: Partial<FactRecords>; readonly models?: readonly ModelFacts[] };
}

const all = automatedRecords(1);
const [resource] = all.resources;
const [version] = all.versions;
const [monitor] = all.monitors;
const [evaluation] = all.evaluations;
const [alert] = all.alerts;
const [release] = all.releases;
const [spend] = all.spend;
if (!resource || !version || !monitor || !evaluation || !alert || !release || !spend)
  throw new Error('nothing to copy');

const hundred = Array.from({ length: 100 }, (_, i) => i);
const id = (i: number) => `m${i}`;

/** A hundred of something, each told whether it is one of the `met`. */
function each<T>(met: number, make: (i: number, good: boolean) => T): T[] {
  return hundred.map((i) => make(i, i < met));
}

function row(make: (met: number) => Partial<FactRecords>): SignalRow {
  return { of: 100, make: (met) => ({ records: make(met) }) };
}

const endpoint = resource;

/** A hundred serving models, each with records of its own. */
function models(make: (met: number) => Partial<FactRecords>, of?: (good: boolean) => Partial<ModelFacts>): SignalRow {
  return {
    of: 100,
    make: (met) => ({
      records: { resources: hundred.map((i) => ({ ...endpoint, id: id(i), model: id(i) })), ...make(met) },
      models: each(met, (i, good) => model({ id: id(i), ...of?.(good) })),
    }),
  };
}

const promotions = (change: (good: boolean) => Parameters<typeof promotion>[0]) =>
  row((met) => ({ promotions: each(met, (i, good) => promotion({ id: id(i), version: id(i), ...change(good) })) }));
const runs = (change: (good: boolean) => Parameters<typeof run>[0], more: Partial<FactRecords> = {}) =>
  row((met) => ({
    ...more,
    runs: [
      run({ id: 'dev', production: false, startedAt: ago(200), endedAt: ago(199) }),
      ...each(met, (i, good) => run({ id: id(i), ...change(good) })),
    ],
  }));
const drill = (of: 'data_gate' | 'model_gate' | 'monitor' | 'rollback' | 'rerun', subject: string, i = 0) => ({
  id: `drill-${i}`,
  model: of === 'rollback' || of === 'rerun' ? subject : 'm',
  of,
  subject,
  at: ago(10),
  passed: true,
});
const releases = (change: (good: boolean) => Partial<typeof release>) =>
  row((met) => ({ releases: each(met, (i, good) => ({ ...release, id: id(i), ...change(good) })) }));
const evaluations = (change: (good: boolean) => Partial<typeof evaluation>) =>
  row((met) => ({ evaluations: each(met, (i, good) => ({ ...evaluation, id: id(i), ...change(good) })) }));
const alerts = (change: (good: boolean) => Partial<typeof alert>) =>
  row((met) => ({ alerts: each(met, (i, good) => ({ ...alert, id: id(i), ...change(good) })) }));
const money = (field: 'labelled' | 'activeOwner' | 'idle'): SignalRow =>
  row((met) => ({ spend: [{ ...spend, total: '0.0000001', [field]: `0.000000${(met / 1000).toFixed(3).slice(2)}` }] }));

/** What each judged signal is made from. */
export const signalRows: Readonly<Record<string, SignalRow>> = {
  G1: row((met) => ({
    versions: [version],
    resources: each(met, (i, good) => ({ ...resource, id: id(i), digest: good ? version.digest : null })),
  })),
  G2: {
    of: 100 * (cardFields.length + 1),
    make: (met) => ({
      models: hundred.map((i) => model({ id: id(i) })),
      records: {
        promotions: hundred.map((i) => promotion({ id: id(i), model: id(i), version: '1' })),
        // Reviews are filled last.
        versions: hundred.map((i) => {
          const mine = Math.max(0, Math.min(8, met - 8 * i));
          return {
            ...version,
            model: id(i),
            card: { filled: cardFields.slice(0, mine), reviewedAt: mine === 8 ? ago(180) : ago(181) },
          };
        }),
      },
    }),
  },
  G3: promotions((good) => ({ requester: good ? 'U1' : 'U2' })),
  G4: {
    of: 100,
    make: (met) => ({
      models: hundred.map((i) => model({ id: id(i) })),
      records: {
        drills: each(met, (i, passed) => ({ ...drill('rollback', id(i), i), passed })),
      },
    }),
  },
  G5: models(
    () => ({}),
    (good) => ({ owner: { id: 'U1', active: good } }),
  ),
  G6: row((met) => ({
    outsideChanges: hundred.slice(0, met).map((i) => ({ id: id(i), model: 'm', at: ago(1) })),
    promotions: hundred.slice(met).map((i) => promotion({ id: id(i) })),
  })),
  L1: {
    of: 900,
    make: (met) => ({
      records: {
        runs: hundred.map((i) =>
          run({ id: id(i), recorded: metadataItems.slice(0, Math.max(0, Math.min(9, met - 9 * i))) }),
        ),
      },
    }),
  },
  L2: {
    of: 100,
    make: (met) => ({
      models: hundred.map((i) => model({ id: id(i) })),
      records: { drills: hundred.slice(0, met).map((i) => drill('rerun', id(i), i)) },
    }),
  },
  P1: row((met) => ({
    runs: [run({ id: 'good' }), run({ id: 'bad', pipelineDigest: null })],
    versions: each(met, (i, good) => ({ ...version, id: id(i), run: good ? 'good' : 'bad' })),
    promotions: hundred.map((i) => promotion({ id: id(i), version: id(i), servedAt: ago(5, i) })),
  })),
  P2: runs((good) => ({ trigger: good ? 'drift' : 'manual' })),
  P3: runs((good) => (good ? {} : { dataGate: null }), { drills: [drill('data_gate', 'schema')] }),
  P4: runs((good) => (good ? {} : { modelGate: { gate: 'champion', passed: true, champion: true, slices: 0 } }), {
    drills: [drill('model_gate', 'champion')],
  }),
  P5: runs((good) => (good ? {} : { pipelineDigest: 'never green' })),
  P6: runs((good) => ({ succeeded: good })),
  P7: row((met) => ({ promotions: [promotion({ trainingEndedAt: ago(30 * (met / 100)) })] })),
  P8: row((met) => ({ pipelines: each(met, (i, good) => ({ id: id(i), model: 'm', sharesComponents: good })) })),
  X1: row((met) => ({
    versions: each(met, (i, good) => ({ ...version, id: id(i), experimentRun: good ? 'e' : null })),
  })),
  X2: evaluations((good) => ({ baseline: good })),
  X3: evaluations((good) => ({ slices: good ? 2 : 1 })),
  C1: releases((good) => ({ green: ciTestKinds.slice(0, good ? 4 : 3) })),
  C2: { of: 1, make: (met) => ({ records: { releases: [{ ...release, green: ciTestKinds.slice(0, met) }] } }) },
  C3: releases((good) => ({ stages: good ? ['test', 'preproduction'] : ['preproduction', 'test'] })),
  D6: promotions((good) => ({ trial: { kind: 'shadow', longEnough: good } })),
  D7: promotions((good) => ({ onlineResult: good })),
  M1: models((met) => ({
    monitors: each(met, (i, good) => ({ ...monitor, id: id(i), model: id(i), lastPointAt: ago(0, good ? 48 : 49) })),
    alerts: hundred.map((i) => ({ ...alert, id: id(i), model: id(i), monitor: id(i), at: ago(180) })),
  })),
  M2: models((met) => ({
    monitors: each(met, (i, good) => ({ ...monitor, id: id(i), model: id(i), schemaSkew: good })),
  })),
  M3: models((met) => ({
    evaluations: each(met, (i, good) => ({
      ...evaluation,
      id: id(i),
      model: id(i),
      at: ago(2),
      servedAt: ago(good ? 16 : 17),
    })),
  })),
  M4: alerts((good) => ({ at: ago(5), decidedAt: good ? ago(3) : null })),
  M5: alerts((good) => ({ acted: good })),
  M6: alerts((good) => ({ linkedTo: good ? 'T-1' : null })),
  F1: row((met) => ({ featureViews: each(met, (i, good) => ({ id: id(i), readBy: ['m', good ? 'n' : 'm'] })) })),
  F2: models((met) => ({ featureSources: each(met, (i, good) => ({ model: id(i), shared: good })) })),
  S1: row((met) => ({ resources: each(met, (i, good) => ({ ...resource, id: id(i), payloadLogged: good })) })),
  S2: row((met) => ({ resources: [{ ...resource, replicaHours: { total: 100, idle: 100 - met } }] })),
  K1: money('labelled'),
  K2: money('activeOwner'),
  K3: money('idle'),
  K5: row((met) => ({
    idleFindings: each(met, (i, good) => ({
      id: id(i),
      model: 'm',
      foundAt: ago(20),
      decidedAt: good ? ago(13) : ago(12),
    })),
  })),
};
