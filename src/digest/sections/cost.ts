import type { DigestFacts, DigestLine, DigestSpend } from '#domain/weekly-digest.ts';
import { changeText, moverText } from '#views/cost-wording.ts';
import { costText } from '#views/wording.ts';
import { defineSection, everybody, line } from '../define-section.ts';

const mostMovers = 5;
const mostTeams = 10;

/** What was spent, and what moved most. */
export const cost = defineSection({
  name: 'cost',
  title: 'Spend',
  summary: 'What the week cost by currency, how that stands to the week before, and what moved most.',
  audience: everybody,
  standing: false,
  say({ cost: told, scope }: DigestFacts) {
    if (told === null) return null;
    const spent = told.currencies.filter(
      ({ amount, movers }) => amount === null || Number(amount) !== 0 || movers.length > 0,
    );
    if (spent.length === 0) {
      const unknown = line('not known yet, because the bill of these days has not come');
      return told.late ? { lines: [unknown], standing: true } : null;
    }
    return {
      lines: spent
        .slice(0, 2)
        .map((one, at) => line(`${at === 0 ? '' : 'Also '}${spendText(one, scope.kind === 'team')}`)),
      detail: spent.flatMap((one) => detailOf(one)),
    };
  },
  examples: [
    {
      facts: {
        cost: {
          late: false,
          currencies: [
            {
              currency: 'EUR',
              amount: '4120.25',
              change: { before: '3491', delta: '629.25', percent: '18.0' },
              movers: [
                {
                  team: 'fraud',
                  model: 'fraud-scorer',
                  service: 'Vertex AI',
                  before: '700',
                  now: '1210',
                  delta: '510',
                  cause: { kind: 'runs', now: 6, before: 2 },
                },
              ],
              coverage: null,
              unlabelled: [],
              teams: [],
            },
          ],
        },
      },
      says: '€4,120, up 18% on the week before; most: +€510 fraud-scorer, Vertex AI: 6 runs instead of 2',
    },
    {
      facts: { cost: { late: true, currencies: [] } },
      says: 'not known yet, because the bill of these days has not come',
    },
    { facts: { cost: { late: false, currencies: [] } }, says: null },
  ],
});

function spendText({ amount, currency, change, movers, teams }: DigestSpend, ofTeam: boolean): string {
  if (amount === null) return `in ${currency} not known for all days`;
  const than =
    change === null
      ? ''
      : Number(change.delta) === 0
        ? ', as in the week before'
        : `, ${changeText(change, currency)} on the week before`;
  const [team] = teams.filter((one) => one.amount !== null && Number(one.amount) > 0);
  const dearest =
    ofTeam || team === undefined
      ? ''
      : `; dearest ${team.team === null ? 'without a team' : `team ${team.team}`}, ${costText({ amount: team.amount ?? '0', currency })}`;
  // What moved by less than a twentieth of the week is in the thread.
  const mover = movers.find(({ delta }) => Math.abs(Number(delta)) * 20 >= Number(amount));
  const most = mover === undefined ? '' : `; most: ${moverText(mover, currency)}`;
  return `${costText({ amount, currency })}${than}${dearest}${most}`;
}

function detailOf({ currency, movers, teams }: DigestSpend): readonly DigestLine[] {
  return [
    ...movers.slice(0, mostMovers).map((mover) => line(moverText(mover, currency))),
    ...teams.slice(0, mostTeams).map(({ team, amount, change }) => {
      const paid = amount === null ? 'not known' : costText({ amount, currency });
      const than = change === null ? '' : `, ${changeText(change, currency)}`;
      return line(`${team === null ? 'Without a team' : `Team ${team}`}: ${paid}${than}`);
    }),
  ];
}
