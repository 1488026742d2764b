import type { Tree } from '../keys.ts';

/** How an `if` was read for a rule: whether it applies is up to where the rule stands in the tree if not known. */
export type Applies = 'yes' | 'no' | 'unknown';

/** The rules of one way to an approval, by name. */
export type Route = readonly string[];

/**
 * Every route through the tree (§8.3): an empty list if there is none, null if nothing applies. A rule whose `if` is
 * unknown applies under `all` and at the root, and closes its way under `any` and `at_least`; there a whole subtree is
 * closed too if it might turn out not to apply.
 */
export function routesThrough(tree: Tree, applies: (rule: string) => Applies): readonly Route[] | null {
  return through(tree, applies)?.routes ?? null;
}

/** `certain`: the node applies whatever the unknown conditions turn out to be. */
interface Ways {
  readonly routes: readonly Route[];
  readonly certain: boolean;
}

function through(tree: Tree, applies: (rule: string) => Applies): Ways | null {
  if (typeof tree === 'string') {
    const read = applies(tree);
    return read === 'no' ? null : { routes: [[tree]], certain: read === 'yes' };
  }
  if ('all' in tree) {
    const children = applicable(tree.all, applies);
    if (children.length === 0) return null;
    const routes = children.map((child) => child.routes).reduce(crossed);
    return { routes, certain: children.some(({ certain }) => certain) };
  }
  const [of, n] = 'any' in tree ? [tree.any, 1] : [tree.atLeast.of, tree.atLeast.n];
  const open = applicable(of, applies).filter(({ certain }) => certain);
  return {
    routes: chosen(
      open.map(({ routes }) => routes),
      n,
    ),
    certain: true,
  };
}

function applicable(trees: readonly Tree[], applies: (rule: string) => Applies): readonly Ways[] {
  return trees.map((tree) => through(tree, applies)).filter((ways) => ways !== null);
}

function crossed(left: readonly Route[], right: readonly Route[]): readonly Route[] {
  return left.flatMap((a) => right.map((b) => [...new Set([...a, ...b])]));
}

/** The routes of every choice of n children, in file order. */
function chosen(children: readonly (readonly Route[])[], n: number): readonly Route[] {
  if (n === 0) return [[]];
  return children.flatMap((child, i) => crossed(child, chosen(children.slice(i + 1), n - 1)));
}

/** How many routes the tree has if every rule applies, counted no further than `limit`. */
export function countRoutes(tree: Tree, limit: number): number {
  if (typeof tree === 'string') return 1;
  const cap = (count: number) => Math.min(count, limit);
  if ('all' in tree) return tree.all.reduce((product, one) => cap(product * countRoutes(one, limit)), 1);
  if ('any' in tree) return tree.any.reduce((sum, one) => cap(sum + countRoutes(one, limit)), 0);
  const ways = [1];
  for (const one of tree.atLeast.of) {
    const count = countRoutes(one, limit);
    for (let n = ways.length; n > 0; n -= 1) ways[n] = cap((ways[n] ?? 0) + (ways[n - 1] ?? 0) * count);
  }
  return ways[tree.atLeast.n] ?? 0;
}
