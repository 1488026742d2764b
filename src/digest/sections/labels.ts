import type { DigestFacts } from '#domain/weekly-digest.ts';
import { costText, listed } from '#views/wording.ts';
import { defineSection, everybody, line } from '../define-section.ts';

/** How much of the spend says whose it is. */
export const labels = defineSection({
  name: 'labels',
  title: 'Labels',
  summary:
    'How much of the spend has all labels that are asked for, and what stays without, since labels do not reach back.',
  audience: everybody,
  standing: true,
  say({ cost }: DigestFacts) {
    const told = (cost?.currencies ?? []).flatMap(({ currency, coverage, unlabelled }) =>
      coverage === null || coverage.percent === null || Number(coverage.percent) >= 100
        ? []
        : [{ currency, percent: coverage.percent, coverage, unlabelled }],
    );
    const [first] = told;
    if (first === undefined) return null;
    const { currency, coverage, percent } = first;
    const least = coverage.byKey
      .filter((key) => key.percent !== null)
      .toSorted((a, b) => Number(a.percent) - Number(b.percent))[0];
    const worst = least === undefined ? '' : `, \`${least.key}\` least (${whole(least.percent ?? '0')}%)`;
    const lost = Number(coverage.neverAttributed) > 0;
    const never = `; ${costText({ amount: coverage.neverAttributed, currency })} stays without, since labels do not reach back`;
    return {
      lines: [line(`${whole(percent)}% of spend has all its labels${worst}${lost ? never : ''}`)],
      detail: told.flatMap((one) =>
        one.unlabelled.map(({ amount, service, project, lacking, fixer }) => {
          const who = fixer === null ? null : (fixer.owner ?? fixer.team);
          return line(
            `${costText({ amount, currency: one.currency })} ${service} in ${project ?? 'no project'} lacks ${listed(lacking.map((key) => `\`${key}\``))}${who === null ? '; nobody is named for it' : `; ${who} can label it`}`,
          );
        }),
      ),
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
              amount: '4120',
              change: null,
              movers: [],
              coverage: {
                span: { first: '2026-10-27', last: '2026-11-22' },
                spend: '16000',
                labelled: '15040',
                percent: '94.0',
                neverAttributed: '240',
                byKey: [
                  { key: 'team', labelled: '15800', percent: '98.8' },
                  { key: 'owner', labelled: '15100', percent: '94.4' },
                ],
              },
              unlabelled: [],
              teams: [],
            },
          ],
        },
      },
      says: '94% of spend has all its labels, `owner` least (94.4%); €240 stays without, since labels do not reach back',
    },
    { facts: { cost: null }, says: null },
  ],
});

function whole(percent: string): string {
  return percent.replace(/\.0$/, '');
}
