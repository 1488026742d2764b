import { productionRuns } from '../production-runs.ts';
import { gateProofs, weakest } from '../proof.ts';
import { defineSignal, share } from './define.ts';

export const p3DataGates = defineSignal({
  id: 'P3',
  title: 'Data is checked before training',
  formula: 'production runs with a data gate that is not unproven / production runs',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['runs', 'drills'],
  capabilities: ['pipelines', 'data_processing'],
  process: 'continuous_training',
  bars: { evidenced: { atLeast: 0.9 }, verified: { atLeast: 0.95 } },
  measure: (scope) => {
    const runs = productionRuns(scope);
    const proof = gateProofs('data_gate', scope);
    const gates = runs.flatMap(({ dataGate }) => (dataGate === null ? [] : [dataGate.gate]));
    return share(
      runs,
      ({ dataGate }) => dataGate !== null && proof(dataGate.gate) !== 'unproven',
      weakest([...new Set(gates)].map(proof)),
    );
  },
});
