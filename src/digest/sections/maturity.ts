import type { DigestFacts, DigestMaturity } from '#domain/weekly-digest.ts';
import { counted } from '#views/wording.ts';
import { defineSection, everybody, line } from '../define-section.ts';

/** How far the practice is, and what changed. */
export const maturity = defineSection({
  name: 'maturity',
  title: 'Maturity',
  summary:
    'Levels against targets, how far needs are met against four weeks ago, and changes of level with what decided.',
  audience: everybody,
  standing: false,
  say({ maturity: found }: DigestFacts) {
    if (found === null) return null;
    const { level, changes } = found;
    const words = [
      ...(level === null ? [] : [`${level.atTarget} of ${counted(level.of, 'model')} at the target level`]),
      ...fitWords(found),
    ];
    const [change] = changes;
    const changed =
      change === undefined
        ? ''
        : `${words.length === 0 ? '' : '; '}\`${change.model}\` went from level ${change.from} to ${change.to}: ${change.because}`;
    if (words.length === 0 && changed === '') return null;
    return {
      // That a level changed is news; where it stands is none.
      ...(changes.length === 0 ? { standing: true } : {}),
      lines: [line(`${words.join(', ')}${changed}`)],
      detail: changes
        .slice(1, 6)
        .map(({ model, from, to, because }) => line(`\`${model}\` went from level ${from} to ${to}: ${because}`)),
    };
  },
  examples: [
    {
      facts: {
        maturity: {
          fit: 0.71,
          fitBefore: 0.67,
          provisional: false,
          level: { atTarget: 3, of: 4 },
          changes: [{ model: 'fraud-scorer', from: 0, to: 1, because: 'its data gate is proven' }],
          gaps: [],
          next: null,
        },
      },
      says: '3 of 4 models at the target level, 71% of needs met (+4); `fraud-scorer` went from level 0 to 1: its data gate is proven',
    },
    { facts: { maturity: null }, says: null },
  ],
});

function fitWords({ fit, fitBefore, provisional }: DigestMaturity): readonly string[] {
  if (fit === null) return [];
  const now = Math.round(fit * 100);
  const moved = fitBefore === null ? 0 : now - Math.round(fitBefore * 100);
  const trend = moved === 0 ? '' : ` (${moved > 0 ? '+' : '−'}${Math.abs(moved)})`;
  return [`${now}% of needs met${trend}${provisional ? ', provisional' : ''}`];
}
