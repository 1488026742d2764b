import type { Caught, DigestFacts } from '#domain/weekly-digest.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';

const mostInThread = 10;

/** The good news: what was kept from production, or taken back. */
export const caught = defineSection({
  name: 'caught',
  title: 'Caught',
  summary: 'What gates, rollouts, checks and alerts stopped since the last digest.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const [latest, ...others] = facts.caught;
    if (latest === undefined) return null;
    const more = others.length === 0 ? '' : `; and ${others.length} more`;
    return {
      lines: [line(`${sentence(latest)}${more}`)],
      detail:
        others.length === 0
          ? []
          : facts.caught
              .slice(0, mostInThread)
              .map((one) => line(`${one.about}: ${sentence(one)}, `, { at: one.at }, ofTeam(facts, one.team))),
    };
  },
  examples: [
    {
      facts: {
        caught: [
          {
            how: 'evidence',
            model: 'fraud-scorer',
            team: 'fraud',
            version: '6',
            because: 'recall, region=EU',
            about: 'R-11',
            at: '2026-11-25T10:00:00.000Z',
          },
        ],
      },
      says: 'evaluation stopped `fraud-scorer` v6 (recall, region=EU)',
    },
    { facts: { caught: [] }, says: null },
  ],
});

function sentence({ how, model, version, because }: Caught): string {
  const what = `\`${model}\`${version === null ? '' : ` v${version}`}`;
  const why = because === '' ? '' : ` (${because.replace(/\.$/, '')})`;
  switch (how) {
    case 'evidence':
      return `evaluation stopped ${what}${why}`;
    case 'rollout':
      return `the rollout of ${what} went back${why}`;
    case 'obligation':
      return `a check after promotion found ${what} wanting${why}`;
    case 'alert':
      return `a drift alert of ${what} was acted on${why}`;
  }
}
