import type { DigestFacts, DigestMaturity, LoosenedRules } from '#domain/weekly-digest.ts';
import { counted, listed } from '#views/wording.ts';
import { defineSection, everybody, line } from '../define-section.ts';

/** How far the practice is, and what changed. */
export const maturity = defineSection({
  name: 'maturity',
  title: 'Maturity',
  summary:
    'Levels against targets, how far needs are met against four weeks ago, and changes of level with what decided, and rules that were loosened meanwhile.',
  audience: everybody,
  standing: false,
  say({ maturity: found, loosened }: DigestFacts) {
    const changes = found?.changes ?? [];
    const said = [
      found === null ? '' : standsAt(found),
      ...changes.slice(0, 1).map(changeWords),
      loosenedWords(loosened),
    ];
    const words = said.filter((one) => one !== '');
    if (words.length === 0) return null;
    return {
      // That a level changed or rules did is news; where it stands is none.
      ...(changes.length === 0 && loosened.length === 0 ? { standing: true } : {}),
      lines: [line(words.join('; '))],
      detail: changes.slice(1, 6).map((change) => line(changeWords(change))),
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
    {
      facts: { loosened: [{ number: 12, files: ['promotion-fraud.yaml'] }] },
      says: 'rules were loosened: `promotion-fraud.yaml` by R-12',
    },
    { facts: { maturity: null }, says: null },
  ],
});

function standsAt(found: DigestMaturity): string {
  const { level } = found;
  const at = level === null ? [] : [`${level.atTarget} of ${counted(level.of, 'model')} at the target level`];
  return [...at, ...fitWords(found)].join(', ');
}

function changeWords({ model, from, to, because }: DigestMaturity['changes'][number]): string {
  return `\`${model}\` went from level ${from} to ${to}: ${because}`;
}

/** A number that rose because less is asked for would mislead. */
function loosenedWords(loosened: readonly LoosenedRules[]): string {
  if (loosened.length === 0) return '';
  const each = loosened.map(
    ({ number, files }) =>
      `${listed(
        files.map((file) => `\`${file}\``),
        3,
      )} by R-${number}`,
  );
  return `rules were loosened: ${listed(each, 3)}`;
}

function fitWords({ fit, fitBefore, provisional }: DigestMaturity): readonly string[] {
  if (fit === null) return [];
  const now = Math.round(fit * 100);
  const moved = fitBefore === null ? 0 : now - Math.round(fitBefore * 100);
  const trend = moved === 0 ? '' : ` (${moved > 0 ? '+' : '−'}${Math.abs(moved)})`;
  return [`${now}% of needs met${trend}${provisional ? ', provisional' : ''}`];
}
