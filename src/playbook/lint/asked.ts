import type { Tree } from '../keys.ts';
import { no, type Truths, unknown, yes } from './truth.ts';

/** What a node of a decision tree comes to (§8.3), as a set of bits like `Truths`. */
export type Asks = number;

/** Nothing under it applies. */
const nothing = 1;
/** It applies and has no route. */
const closed = 2;
/** Some route has no rule that asks. */
const idle = { sure: 4, unsure: 8 } as const;
/** Every route has a rule that asks. */
const asking = { sure: 16, unsure: 32 } as const;

/** A tree, or a way through it, that asks for nothing. */
export const idling: Asks = nothing | idle.sure | idle.unsure;
/** A tree without a way through it. */
export const closing: Asks = closed;

/**
 * What a tree can come to, given what each rule's `if` can read and whether the rule asks for what is looked for.
 * `sure`: it applies whatever the unknown conditions turn out to be, as `any` and `at_least` want it.
 */
export function asks(tree: Tree, rule: (name: string) => { readonly reads: Truths; readonly asks: boolean }): Asks {
  if (typeof tree === 'string') {
    const { reads, asks: has } = rule(tree);
    const kind = has ? asking : idle;
    return (reads & no ? nothing : 0) | (reads & yes ? kind.sure : 0) | (reads & unknown ? kind.unsure : 0);
  }
  if ('all' in tree) return tree.all.map((one) => asks(one, rule)).reduce(combined(together), nothing);
  const [of, n] = 'any' in tree ? [tree.any, 1] : [tree.atLeast.of, tree.atLeast.n];
  return enough(
    of.map((one) => asks(one, rule)),
    n,
  );
}

/** One node under `all` beside what came before it. */
function together(before: Asks, next: Asks): Asks {
  if (before === nothing) return next;
  if (next === nothing) return before;
  if (before === closed || next === closed) return closed;
  const sure = [before, next].some((one) => one === idle.sure || one === asking.sure);
  const has = [before, next].some((one) => one === asking.sure || one === asking.unsure);
  const kind = has ? asking : idle;
  return sure ? kind.sure : kind.unsure;
}

/** Lifts an operation on single states to sets of them. */
function combined(operation: (a: Asks, b: Asks) => Asks): (a: Asks, b: Asks) => Asks {
  return (left, right) => {
    let result = 0;
    for (const a of bits(left)) for (const b of bits(right)) result |= operation(a, b);
    return result;
  };
}

/** `n` of the children, of which only those count that apply for sure and have a route. */
function enough(children: readonly Asks[], n: number): Asks {
  const cap = (count: number) => Math.min(count, n);
  let counts = new Map([['0 0', { open: 0, idle: 0 }]]);
  for (const child of children) {
    const next = new Map<string, { open: number; idle: number }>();
    for (const before of counts.values()) {
      for (const one of bits(child)) {
        const open = one === asking.sure || one === idle.sure ? 1 : 0;
        const count = { open: cap(before.open + open), idle: cap(before.idle + (one === idle.sure ? 1 : 0)) };
        next.set(`${count.open} ${count.idle}`, count);
      }
    }
    counts = next;
  }
  return [...counts.values()]
    .map((count) => (count.open < n ? closed : count.idle < n ? asking.sure : idle.sure))
    .reduce((sum, one) => sum | one, 0);
}

function bits(set: number): readonly number[] {
  return [1, 2, 4, 8, 16, 32].filter((bit) => (set & bit) !== 0);
}
