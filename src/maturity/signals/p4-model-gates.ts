import { productionRuns } from '../production-runs.ts';
import { gateProofs, weakest } from '../proof.ts';
import { defineSignal, share } from './define.ts';

export const p4ModelGates = defineSignal({
  id: 'P4',
  title: 'Candidates are held against the champion',
  formula:
    'production runs with a gate that compares with the champion on at least one slice and is not unproven / production runs that succeeded or were rejected',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['runs', 'drills'],
  capabilities: ['pipelines', 'evaluation'],
  process: 'continuous_training',
  bars: { evidenced: { atLeast: 0.9 }, verified: { atLeast: 0.95 } },
  measure: (scope) => {
    const runs = productionRuns(scope);
    const proof = gateProofs('model_gate', scope);
    const gates = runs.flatMap(({ modelGate }) => (modelGate === null ? [] : [modelGate.gate]));
    return share(
      // A run that its data gate stopped never came to have a model.
      runs.filter(({ dataGate }) => dataGate?.passed !== false),
      ({ modelGate: gate }) => gate !== null && gate.champion && gate.slices >= 1 && proof(gate.gate) !== 'unproven',
      weakest([...new Set(gates)].map(proof)),
    );
  },
});
