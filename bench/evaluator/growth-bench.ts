import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Bench } from '../bench.ts';
import { quantile } from '../distribution.ts';
import { amount, grid } from '../report.ts';
import { type Grown, grownCompany, type Size } from './grown-company.ts';

const sizes = [10, 30, 100, 300, 1_000];
const rest: Size = { rules: 10, people: 1_000, votes: 10 };

/** Each of rules, people and votes grows alone beside the same rest. */
export const growthBench: Bench = {
  name: 'growth',
  summary: 'how the time of one evaluation grows with rules, people and votes',
  run: async ({ closing, quick, say }) => {
    const rounds = quick ? 3 : 25;
    const measured: { what: string; millis: number[][] }[] = [];
    for (const what of ['rules', 'people', 'votes'] as const) {
      say(`Growing ${what}…`);
      const grown = sizes.map((size) => grownCompany({ ...rest, [what]: size }));
      const millis = sizes.map(() => [] as number[]);
      for (let round = -2; round < rounds; round += 1) {
        closing.check();
        for (const [at, one] of grown.entries()) {
          const ms = timed(one);
          if (round >= 0) millis[at]?.push(ms);
        }
        await new Promise(setImmediate);
      }
      measured.push({ what, millis });
    }
    const head = ['one evaluation with', ...sizes.map((size) => size.toLocaleString('en-US')), 'exponent'];
    const rows = measured.map(({ what, millis }) => {
      const medians = millis.map((values) => quantile(values, 0.5));
      return [what, ...medians.map((ms) => `${amount(ms)} ms`), exponent(medians).toFixed(2)];
    });
    const given = `  The rest: ${rest.rules} rules, ${rest.people.toLocaleString('en-US')} people in 10 roles, ${rest.votes} votes. The exponent is that of the last step.`;
    return { text: [grid(head, rows), given], measured: { rounds, sizes, rest, millis: measured } };
  },
};

/** Milliseconds of one evaluation. */
function timed({ policy, facts, votes, now }: Grown): number {
  const from = performance.now();
  evaluate(policy, facts, votes, now);
  return performance.now() - from;
}

/** By which power of the size the time grew in the last step. */
function exponent(medians: readonly number[]): number {
  const [before = 1, last = 1] = medians.slice(-2);
  const [smaller = 1, larger = 1] = sizes.slice(-2);
  return Math.log(last / before) / Math.log(larger / smaller);
}
