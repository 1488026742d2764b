import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edges, firstMaximumMatching, matchingSize } from '#playbook/evaluate/matching.ts';
import { countRoutes, routesThrough } from '#playbook/evaluate/routes.ts';
import type { Tree } from '#playbook/keys.ts';

/** Every assignment of voters to seats, tried one by one: the largest, then the first in reading order. */
function bruteForce(seats: number, edges: Edges): readonly (number | null)[] {
  let best: readonly (number | null)[] = [];
  const size = (all: readonly (number | null)[]) => all.filter((one) => one !== null).length;
  const read = (all: readonly (number | null)[]) => all.map((one) => one ?? edges.length);
  const before = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((one, index) => one !== b[index]);
    return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
  };
  const choose = (made: readonly (number | null)[]) => {
    if (made.length === seats) {
      if (
        best.length < seats ||
        size(made) > size(best) ||
        (size(made) === size(best) && before(read(made), read(best)))
      )
        best = made;
      return;
    }
    edges.forEach((row, voter) => {
      if (row[made.length] === true && !made.includes(voter)) choose([...made, voter]);
    });
    choose([...made, null]);
  };
  choose([]);
  return best;
}

const graphs = fc
  .integer({ min: 0, max: 5 })
  .chain((seats) =>
    fc
      .array(fc.array(fc.boolean(), { minLength: seats, maxLength: seats }), { maxLength: 5 })
      .map((edges) => ({ seats, edges })),
  );

describe('matching seats and voters', () => {
  it('agrees with trying everything', () => {
    fc.assert(
      fc.property(graphs, ({ seats, edges }) => {
        const best = bruteForce(seats, edges);
        expect(firstMaximumMatching(seats, edges)).toEqual(best);
        expect(matchingSize(seats, edges)).toBe(best.filter((one) => one !== null).length);
      }),
      { numRuns: 600 },
    );
  });
});

const trees: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree; rule: string }>((tie) => ({
  rule: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('rule'),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((of) => ({ atLeast: { n: 2, of } })),
  ),
})).tree;

/** Whether a set of agreed rules satisfies a tree in which everything applies. */
function satisfied(tree: Tree, agreed: ReadonlySet<string>): boolean {
  if (typeof tree === 'string') return agreed.has(tree);
  if ('all' in tree) return tree.all.every((one) => satisfied(one, agreed));
  if ('any' in tree) return tree.any.some((one) => satisfied(one, agreed));
  return tree.atLeast.of.filter((one) => satisfied(one, agreed)).length >= tree.atLeast.n;
}

describe('routes', () => {
  it('are the ways to satisfy the tree: all is every child, any is one, at_least is n', () => {
    fc.assert(
      fc.property(trees, fc.subarray(['a', 'b', 'c', 'd', 'e']), (tree, agreed) => {
        fc.pre(countRoutes(tree, 500) < 500);
        const set = new Set(agreed);
        const routes = routesThrough(tree, () => 'yes') ?? [];
        expect(routes.some((route) => route.every((rule) => set.has(rule)))).toBe(satisfied(tree, set));
        expect(routes.length).toBe(countRoutes(tree, 500));
      }),
      { numRuns: 300 },
    );
  });

  it('drop what does not apply under all, and keep any and at_least closed', () => {
    const only =
      (...names: readonly string[]) =>
      (rule: string) =>
        names.includes(rule) ? 'yes' : 'no';
    expect(routesThrough({ all: ['a', 'b'] }, only('b'))).toEqual([['b']]);
    expect(routesThrough({ all: ['a', 'b'] }, only())).toBeNull();
    expect(routesThrough({ all: ['a', { any: ['b', 'c'] }] }, only('a'))).toEqual([]);
    expect(routesThrough({ atLeast: { n: 2, of: ['a', 'b', 'c'] } }, only('a'))).toEqual([]);
    expect(routesThrough({ any: ['a', 'b'] }, only('b'))).toEqual([['b']]);
    expect(routesThrough({ all: ['a', { all: ['b'] }] }, only('a'))).toEqual([['a']]);
  });
});
