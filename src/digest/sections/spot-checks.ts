import type { DigestFacts, SpotCheckTold } from '#domain/weekly-digest.ts';
import { between, counted } from '#views/wording.ts';
import { capabilityWords } from '../capability-words.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';

const mostInThread = 6;

/** What owners showed of verified claims that were drawn by lot. */
export const spotChecks = defineSection({
  name: 'spot_checks',
  title: 'Spot check',
  summary:
    'Each week one claim that every signal verifies is drawn by lot, and its owner asked to show it; this says what came of it.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const all = facts.spotChecks;
    // What is not there although records say so comes before the rest, then what nobody has answered.
    const weight = ({ answered }: SpotCheckTold) => (answered === null ? 1 : answered.shown ? 2 : 0);
    const [first, ...others] = all.toSorted((a, b) => weight(a) - weight(b));
    if (first === undefined) return null;
    const more = others.length === 0 ? '' : `; and ${counted(others.length, 'more claim')}`;
    return {
      // Only that something is not there is news by itself.
      ...(weight(first) === 0 ? {} : { standing: true }),
      lines: [line(`${sentence(first, facts.now)}${more}`)],
      detail:
        others.length === 0 && first.answered === null
          ? []
          : all
              .slice(-mostInThread)
              .map((one) => line(`${sentence(one, facts.now)}${where(one)}${ofTeam(facts, one.team)}`)),
    };
  },
  examples: [
    {
      facts: {
        now: '2026-11-30T08:00:00.000Z',
        spotChecks: [
          {
            model: 'fraud/scorer',
            team: 'fraud',
            capability: 'monitoring',
            askedAt: '2026-11-23T08:00:00.000Z',
            answered: null,
          },
        ],
      },
      says: 'model monitoring of `fraud/scorer` was drawn 7 d ago, and nobody has shown it yet',
    },
    {
      facts: {
        spotChecks: [
          {
            model: 'fraud/scorer',
            team: 'fraud',
            capability: 'registry',
            askedAt: '2026-11-23T08:00:00.000Z',
            answered: { by: 'Ana Kovač', shown: false, note: 'the cards are empty since June' },
          },
        ],
      },
      says: 'model registry of `fraud/scorer` is not there, says Ana Kovač, although its records say so',
    },
    { facts: { spotChecks: [] }, says: null },
  ],
});

function sentence({ model, capability, answered, askedAt }: SpotCheckTold, now: string): string {
  const what = `${capabilityWords[capability]} of \`${model}\``;
  if (answered === null) return `${what} was drawn ${between(askedAt, now)} ago, and nobody has shown it yet`;
  if (answered.shown) return `${what} was drawn, and ${answered.by} showed it`;
  return `${what} is not there, says ${answered.by}, although its records say so`;
}

function where({ answered }: SpotCheckTold): string {
  return answered === null ? '' : `: “${answered.note.replaceAll('`', "'")}”`;
}
