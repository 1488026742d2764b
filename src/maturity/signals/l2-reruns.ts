import { lastDrill, weakest } from '../proof.ts';
import { defineSignal, share } from './define.ts';

export const l2Reruns = defineSignal({
  id: 'L2',
  title: 'A training can be repeated',
  formula:
    'models of which a run was repeated in the last 180 days / models; proven where the result was within its tolerance',
  unit: 'share',
  window: '180 days',
  minimum: 1,
  sources: ['runs', 'drills'],
  capabilities: ['metadata'],
  process: 'development',
  bars: { evidenced: { atLeast: 1 }, verified: { atLeast: 1 } },
  measure: (scope) => {
    const reruns = scope.facts.models.map(({ id }) => ({ id, drill: lastDrill('rerun', id, scope) }));
    const proofs = reruns.flatMap(({ drill }) =>
      drill === null ? [] : [drill.passed ? ('proven' as const) : ('unproven' as const)],
    );
    return share(reruns, ({ drill }) => drill !== null, weakest(proofs));
  },
});
