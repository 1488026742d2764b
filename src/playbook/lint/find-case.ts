import type { Assignment, Variable } from './formula.ts';

/** What can come of a case: `wanted`, something else, or, while variables are open, both. */
interface Outcomes {
  readonly wanted: boolean;
  readonly other: boolean;
}

type Found =
  | { readonly found: 'case'; readonly sure: boolean; readonly words: readonly string[] }
  | { readonly found: 'none' }
  /** Too many cases to try. */
  | { readonly found: 'unsure' };

export type FindCase = (
  variables: readonly Variable[],
  outcomes: (given: Assignment) => Outcomes,
  options?: { readonly known?: boolean },
) => Found;

const mostSteps = 10_000;
const fewestSteps = 50;

/**
 * Makes a search for a case in which something comes out as wanted: it gives one variable after another each of its
 * values until the outcome is certain. `none` is a proof, as long as `outcomes` never leaves out what can be. `sure`
 * says that the case can occur. With `known`, cases in which something is not known are left out. A search takes a bounded
 * number of steps, and after each of one finder that was not enough, half as many.
 */
export function caseFinder(): FindCase {
  let allowed = mostSteps;
  return (variables, outcomes, { known = false } = {}) => {
    const given = new Map<string, number>();
    let left = allowed;
    const search = (next: number): 'case' | 'none' | 'unsure' => {
      if (left === 0) return 'unsure';
      const { wanted, other } = outcomes(given);
      if (!wanted) return 'none';
      const variable = variables[next];
      if (!other || variable === undefined) return 'case';
      left -= 1;
      for (let value = 0; value < variable.values.length; value += 1) {
        if (known && value === variable.unknown) continue;
        given.set(variable.id, value);
        const found = search(next + 1);
        if (found !== 'none') return found;
      }
      given.delete(variable.id);
      return 'none';
    };
    const found = search(0);
    if (found === 'unsure') allowed = Math.max(Math.floor(allowed / 2), fewestSteps);
    if (found !== 'case') return { found };
    const settled = variables.filter(({ id }) => given.has(id));
    return {
      found,
      sure: settled.filter(({ free }) => !free).length < 2,
      words: settled.map(({ id, values }) => values[given.get(id) ?? 0] ?? id),
    };
  };
}
