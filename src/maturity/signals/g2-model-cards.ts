import { cardFields } from '#domain/maturity-training.ts';
import { champions } from '../champions.ts';
import { withinDays } from '../scope.ts';
import { defineSignal, parts } from './define.ts';

export const g2ModelCards = defineSignal({
  id: 'G2',
  title: 'Model cards are filled',
  formula: 'filled of seven fields and a review of the last 180 days / 8, over the versions that serve',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['versions', 'promotions'],
  capabilities: ['registry'],
  process: 'management',
  bars: { evidenced: { atLeast: 0.75 }, verified: { atLeast: 1 } },
  measure: (scope) => {
    const cards = champions(scope).map(({ id, card }) => {
      const reviewed = withinDays(card.reviewedAt, 180, scope.nowMs) ? 1 : 0;
      return { id, filled: new Set(card.filled).size + reviewed };
    });
    const filled = cards.reduce((sum, card) => sum + card.filled, 0);
    const missed = cards.filter((card) => card.filled < fields).map(({ id }) => id);
    return parts(filled, cards.length * fields, cards.length, missed);
  },
});

const fields = cardFields.length + 1;
