import { type Applies, countRoutes, type Route, routesThrough } from '../evaluate/routes.ts';
import type { Action } from '../facts.ts';
import { treeFor } from '../inherit.ts';
import type { Predicates, Tree } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { sameValue, together, type Way } from './directions.ts';
import type { Scope } from './predicate-scope.ts';

/** How a rule's `if` reads before and after. */
type Reads = readonly [before: Applies, after: Applies];

/** What is compared: the trees and rules of two policies, and how each rule's `if` changed between them. */
export interface Compared {
  readonly before: EffectivePolicy;
  readonly after: EffectivePolicy;
  readonly action: Action;
  /** Null: the rule has no `if` on either side. Rules of one side alone read alike on both. */
  readonly scope: (name: string) => Scope | null;
  /** Whether a rule's `if` is never unknown. */
  readonly isKnown: (name: string) => boolean;
  /** Rules that count as if they were not there. */
  readonly without: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
}

/** More cases or pairs of routes than this are not walked, and no direction is told. */
const mostCases = 2_187;
const mostPairs = 3_000_000;

/**
 * Compares the ways to an approval in every case of what the conditions may read. Tighter: each way that is open after
 * demands at least the rules of some way that was open before. A way on which nobody is sure to be asked is not open,
 * since nothing is approved on it (§8.3).
 */
export function treeWay(compared: Compared): Way {
  const { before, after, action } = compared;
  const [a, b] = [treeFor(before.decision, action), treeFor(after.decision, action)];
  if (a === undefined || b === undefined) return a === b ? 'same' : a === undefined ? 'looser' : 'tighter';
  const names = [...new Set([...before.rules, ...after.rules].map(({ name }) => name))];
  const varying = names.flatMap((name) => {
    const scope = compared.scope(name);
    return scope === null ? [] : [{ name, reads: readsOf(scope, compared.isKnown(name)) }];
  });
  const count = varying.reduce((product, { reads }) => product * reads.length, 1);
  if (count > mostCases || count * countRoutes(a, 256) * countRoutes(b, 256) > mostPairs) return 'different';
  let way: Way = 'same';
  for (const read of casesOf(varying)) {
    if (!canBe(before, (name) => read.get(name)?.[0]) || !canBe(after, (name) => read.get(name)?.[1])) continue;
    const was = openWays(a, before, (name) =>
      compared.without.before.has(name) ? 'no' : (read.get(name)?.[0] ?? 'yes'),
    );
    const is = openWays(b, after, (name) => (compared.without.after.has(name) ? 'no' : (read.get(name)?.[1] ?? 'yes')));
    way = together([way, routesWay(was, is)]);
    if (way === 'different') return way;
  }
  return way;
}

function openWays(tree: Tree, { rules }: EffectivePolicy, reads: (name: string) => Applies): readonly Route[] {
  const asking = new Set(rules.filter(({ people }) => people.length > 0).map(({ name }) => name));
  const routes = routesThrough(tree, reads) ?? [];
  return routes.filter((route) => route.some((name) => asking.has(name) && reads(name) === 'yes'));
}

function routesWay(was: readonly Route[], is: readonly Route[]): Way {
  const within = (some: readonly Route[], all: readonly Route[]) =>
    some.every((route) => all.some((other) => other.every((name) => route.includes(name))));
  const [tighter, looser] = [within(is, was), within(was, is)];
  if (tighter && looser) return 'same';
  if (tighter) return 'tighter';
  return looser ? 'looser' : 'different';
}

const order: readonly Applies[] = ['no', 'unknown', 'yes'];

/** What an `if` may read before and after: a narrower one is never nearer to yes. */
function readsOf(scope: Scope, known: boolean): readonly Reads[] {
  const values = known ? order.filter((one) => one !== 'unknown') : order;
  return values.flatMap((was) =>
    values.flatMap((is): readonly Reads[] => {
      const step = order.indexOf(is) - order.indexOf(was);
      const fits = { same: step === 0, narrower: step <= 0, wider: step >= 0, unknown: true };
      return fits[scope] ? [[was, is]] : [];
    }),
  );
}

function* casesOf(
  varying: readonly { readonly name: string; readonly reads: readonly Reads[] }[],
): Generator<ReadonlyMap<string, Reads>> {
  const [first, ...rest] = varying;
  if (first === undefined) return yield new Map();
  for (const others of casesOf(rest)) for (const reads of first.reads) yield new Map([...others, [first.name, reads]]);
}

/** Where the rules divide the governed models among them, one of them applies to every request. */
function canBe(policy: EffectivePolicy, reads: (name: string) => Applies | undefined): boolean {
  const dividing = policy.rules.flatMap((rule) => {
    const models = modelsOf(rule.if);
    return models === null ? [] : [{ name: rule.name, models }];
  });
  const divided = policy.appliesTo.models.every((glob) => dividing.some(({ models }) => models.includes(glob)));
  return !divided || dividing.some(({ name }) => reads(name) !== 'no');
}

function modelsOf(condition: Predicates | null): readonly string[] | null {
  const models = condition?.['model'];
  if (condition === null || !Array.isArray(models) || !sameValue(Object.keys(condition), ['model'])) return null;
  return models.map(String);
}
