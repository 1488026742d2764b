import { stalenessRatios } from '../staleness.ts';
import { defineSignal } from './define.ts';

export const p7Staleness = defineSignal({
  id: 'P7',
  title: 'Models are fresh enough',
  formula: 'age of what serves / its declared maximum age, the worst of the models',
  unit: 'ratio',
  window: 'now',
  minimum: 1,
  sources: ['promotions'],
  capabilities: [],
  process: 'continuous_training',
  bars: { evidenced: { atMost: 1.2 }, verified: { atMost: 1 } },
  measure: (scope) => {
    const ages = stalenessRatios(scope);
    if (ages.length === 0) return { unknown: 'No serving model declares a maximum age.' };
    const missed = ages.filter(({ ratio }) => ratio > 1).map(({ id }) => id);
    return { value: Math.max(...ages.map(({ ratio }) => ratio)), of: ages.length, missed, proof: null };
  },
});
