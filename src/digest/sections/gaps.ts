import type { DigestFacts, DigestWord, WaivedNeed } from '#domain/weekly-digest.ts';
import { counted, listed } from '#views/wording.ts';
import { capabilityWords } from '../capability-words.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';

const most = 3;
const mostInThread = 8;

/** The three largest gaps, and what nobody has to close for now. */
export const gaps = defineSection({
  name: 'gaps',
  title: 'Gaps',
  summary:
    'The three capabilities that are needed and lack most, with the models that need them, and needs that were waived.',
  audience: everybody,
  standing: true,
  say(facts: DigestFacts) {
    const { maturity, waived } = facts;
    const found = (maturity?.gaps ?? []).slice(0, most);
    if (found.length === 0 && waived.length === 0) return null;
    const named = found.map(
      ({ capability, models }) => `${capabilityWords[capability]} (${counted(models.length, 'model')})`,
    );
    return {
      lines: [line(named.join(' · '), ...waivedWords(waived, named.length > 0))],
      detail: [
        ...found.map(({ capability, models, because }) =>
          line(
            `${capabilityWords[capability]}: ${because.replace(/\.$/, '')}; ${listed(
              models.map((model) => `\`${model}\``),
              5,
            )}`,
          ),
        ),
        ...waived
          .slice(0, mostInThread)
          .map((one) =>
            line(
              `Waived: ${capabilityWords[one.capability]} of \`${one.model}\`${ofTeam(facts, one.team)}, by ${one.by} until `,
              { at: one.until },
              ': ',
              `“${one.reason.replaceAll('`', "'")}”`,
            ),
          ),
      ],
    };
  },
  examples: [
    {
      facts: {
        maturity: {
          fit: null,
          fitBefore: null,
          provisional: false,
          level: null,
          changes: [],
          gaps: [
            {
              capability: 'online_experimentation',
              models: ['fraud-scorer', 'churn'],
              because: '2 of 6 promotions had a canary.',
            },
            { capability: 'monitoring', models: ['churn'], because: 'no monitor spoke in two periods.' },
          ],
          next: null,
        },
      },
      says: 'canary and online experiments (2 models) · model monitoring (1 model)',
    },
    {
      facts: {
        waived: [
          {
            model: 'fraud/rings',
            team: 'fraud',
            capability: 'repository',
            by: 'Ops Okafor',
            reason: 'one team uses its features',
            until: '2026-12-26T09:00:00.000Z',
          },
        ],
      },
      says: 'feature repository of `fraud/rings` is waived until 2026-12-26T09:00:00.000Z',
    },
    { facts: { maturity: null }, says: null },
  ],
});

function waivedWords(waived: readonly WaivedNeed[], after: boolean): readonly DigestWord[] {
  const [first] = waived;
  if (first === undefined) return [];
  const what =
    waived.length === 1
      ? `${capabilityWords[first.capability]} of \`${first.model}\` is waived until `
      : `${waived.length} needs are waived, the first until `;
  return [`${after ? '; ' : ''}${what}`, { at: first.until }];
}
