import type { Debt, DigestFacts } from '#domain/weekly-digest.ts';
import { between, counted } from '#views/wording.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';

const mostInThread = 10;

/** What people owe after a decision was made. */
export const debts = defineSection({
  name: 'debts',
  title: 'Owed',
  summary: 'Reviews of emergencies, looks at what was approved without people, and promises that are not kept.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const all = facts.debts;
    const [first] = all;
    if (first === undefined) return null;
    const late = all.filter((debt) => isLate(debt, facts.now));
    const lateness = late.length === 0 ? '' : `, ${late.length} overdue`;
    return {
      lines: [
        line(
          all.length === 1
            ? sentence(first, facts.now)
            : `${counted(all.length, 'thing')}${lateness}; first: ${sentence(first, facts.now)}`,
        ),
      ],
      detail:
        all.length === 1
          ? []
          : all.slice(0, mostInThread).map((debt) => line(`${sentence(debt, facts.now)}${ofTeam(facts, debt.team)}`)),
    };
  },
  examples: [
    {
      facts: {
        now: '2026-11-30T08:00:00.000Z',
        debts: [
          {
            kind: 'emergency',
            model: 'fraud-scorer',
            team: 'fraud',
            about: 'R-14',
            what: 'a review of the emergency',
            due: '2026-11-28T08:00:00.000Z',
          },
        ],
      },
      says: 'a review of the emergency R-14 of `fraud-scorer`, overdue for 2 d',
    },
    { facts: { debts: [] }, says: null },
  ],
});

function isLate({ due }: Debt, now: string): boolean {
  return due !== null && due < now;
}

function sentence({ what, about, model, due }: Debt, now: string): string {
  const when = due === null ? '' : due < now ? `, overdue for ${between(due, now)}` : `, due in ${between(now, due)}`;
  return `${what} ${about} of \`${model}\`${when}`;
}
