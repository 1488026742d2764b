import { wayBackProof, weakest } from '../proof.ts';
import { defineSignal, share } from './define.ts';

export const g4WayBack = defineSignal({
  id: 'G4',
  title: 'The way back works',
  formula:
    'models whose last rollback or drill of 180 days brought the version before back / models with one; unknown without any, since nothing else shows it',
  unit: 'share',
  window: '180 days',
  minimum: 1,
  sources: ['promotions', 'drills'],
  capabilities: ['registry'],
  process: 'deployment',
  bars: { evidenced: { atLeast: 1 }, verified: { atLeast: 1 } },
  measure: (scope) => {
    const gone = scope.facts.models
      .map(({ id }) => ({ id, proof: wayBackProof(id, scope) }))
      .filter(({ proof }) => proof !== 'untried');
    if (gone.length === 0) return { unknown: 'Nobody rolled it back in 180 days, nor tried to in a drill.' };
    const proofs = gone.map(({ proof }) => proof);
    return share(gone, ({ proof }) => proof === 'proven', weakest(proofs));
  },
});
