import type { DigestFacts } from '#domain/weekly-digest.ts';
import { counted, listed } from '#views/wording.ts';
import { capabilityWords } from '../capability-words.ts';
import { defineSection, everybody, line } from '../define-section.ts';

const most = 3;

/** The three largest gaps. */
export const gaps = defineSection({
  name: 'gaps',
  title: 'Gaps',
  summary: 'The three capabilities that are needed and lack most, with the models that need them.',
  audience: everybody,
  standing: true,
  say({ maturity }: DigestFacts) {
    const found = (maturity?.gaps ?? []).slice(0, most);
    if (found.length === 0) return null;
    return {
      lines: [
        line(
          found
            .map(({ capability, models }) => `${capabilityWords[capability]} (${counted(models.length, 'model')})`)
            .join(' · '),
        ),
      ],
      detail: found.map(({ capability, models, because }) =>
        line(
          `${capabilityWords[capability]}: ${because.replace(/\.$/, '')}; ${listed(
            models.map((model) => `\`${model}\``),
            5,
          )}`,
        ),
      ),
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
    { facts: { maturity: null }, says: null },
  ],
});
