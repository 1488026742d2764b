import type { DigestFacts, MovedOutside } from '#domain/weekly-digest.ts';
import { counted } from '#views/wording.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';

const mostInThread = 10;

/** Aliases that others moved. */
export const outsideChanges = defineSection({
  name: 'outside_changes',
  title: 'Outside changes',
  summary: 'Aliases that were moved without a request, and those among them that nobody answered for.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const all = facts.outside;
    const [first] = all;
    if (first === undefined) return null;
    const open = all.filter(({ settled }) => !settled);
    const answered =
      open.length === 0
        ? 'answered for'
        : all.length === 1
          ? 'nobody has answered for it'
          : `nobody has answered for ${open.length}`;
    const what = all.length === 1 ? moved(first) : `${counted(all.length, 'alias', 'aliases')} moved without a request`;
    return {
      lines: [line(`${what}; ${answered}`)],
      detail: all
        .slice(0, mostInThread)
        .map((one) =>
          line(
            `O-${one.number}: ${moved(one)}, `,
            { at: one.at },
            one.settled ? '' : '; nobody has answered for it',
            ofTeam(facts, one.team),
          ),
        ),
    };
  },
  examples: [
    {
      facts: {
        outside: [
          {
            number: 3,
            model: 'fraud-scorer',
            team: 'fraud',
            target: 'production',
            expected: '5',
            found: '6',
            at: '2026-11-26T13:21:00.000Z',
            settled: false,
          },
        ],
      },
      says: '`fraud-scorer` production went v5 → v6; nobody has answered for it',
    },
    { facts: { outside: [] }, says: null },
  ],
});

function moved({ model, target, expected, found }: MovedOutside): string {
  const to =
    found === null ? 'was removed' : expected === null ? `was set to v${found}` : `went v${expected} → v${found}`;
  return `\`${model}\` ${target} ${to}`;
}
