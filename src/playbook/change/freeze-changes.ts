import { localMs, weekMinutes } from '../freeze.ts';
import type { Freeze } from '../keys.ts';
import { freezeWords } from '../render/freeze-words.ts';
import { quoted } from '../words.ts';
import { moreIsTighter, reversed, sameValue, together, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';

/** What changed in the freezes: by name, and of the rest by what they say, so that a new name changes nothing. */
export function freezeChanges(was: readonly Freeze[], is: readonly Freeze[]): readonly Change[] {
  const gone = was.filter((freeze) => !is.some((other) => sameValue(times(freeze), times(other))));
  const came = is.filter((freeze) => !was.some((other) => sameValue(times(freeze), times(other))));
  const pairs = gone.flatMap((a) => came.filter(({ name }) => name === a.name).map((b) => ({ a, b })));
  return [
    ...was.flatMap((freeze) => {
      const other = is.find((one) => sameValue(times(one), times(freeze)));
      const called = is.some(({ name }) => name === freeze.name);
      if (other === undefined || called) return [];
      return [change(key(freeze), 'neutral', `the freeze ${quoted(freeze.name)} is called ${quoted(other.name)}`)];
    }),
    ...gone
      .filter(({ name }) => !pairs.some(({ a }) => a.name === name))
      .map((freeze) => change(key(freeze), 'looser', `the freeze ${quoted(freeze.name)} is taken out`)),
    ...pairs.map(({ a, b }) =>
      change(
        key(a),
        freezeWay(a, b),
        `the freeze ${quoted(a.name)} is ${freezeWords(b)}, instead of ${freezeWords(a)}`,
      ),
    ),
    ...came
      .filter(({ name }) => !pairs.some(({ b }) => b.name === name))
      .map((freeze) => change(key(freeze), 'tighter', `the freeze ${quoted(freeze.name)} is added`)),
  ];
}

function times({ name: _, ...rest }: Freeze): unknown {
  return rest;
}

function key({ name }: Freeze): string {
  return `timing.freeze[${JSON.stringify(name)}]`;
}

/** Longer at no cost of what was frozen, or for more actions, is tighter. Times of two zones are not compared. */
function freezeWay(was: Freeze, is: Freeze): Exclude<Way, 'same'> {
  if (was.zone !== is.zone) return 'different';
  const way = together([spanWay(was, is), moreIsTighter(was.actions, is.actions)]);
  return way === 'same' ? 'different' : way;
}

function spanWay(was: Freeze, is: Freeze): Way {
  if (sameValue(spanOf(was), spanOf(is))) return 'same';
  if (covers(is, was)) return 'tighter';
  return covers(was, is) ? reversed('tighter') : 'different';
}

function spanOf(freeze: Freeze): unknown {
  return 'weekly' in freeze ? freeze.weekly : { from: freeze.from, to: freeze.to };
}

function covers(outer: Freeze, inner: Freeze): boolean {
  if ('weekly' in outer !== 'weekly' in inner) return false;
  if ('weekly' in outer && 'weekly' in inner) {
    const offset = after(outer.weekly.from, inner.weekly.from);
    return offset + lengthOf(inner.weekly) <= lengthOf(outer.weekly);
  }
  if ('weekly' in outer || 'weekly' in inner) return false;
  return (
    (localMs(outer.from) ?? 0) <= (localMs(inner.from) ?? 0) && (localMs(inner.to) ?? 0) <= (localMs(outer.to) ?? 0)
  );
}

const week = 7 * 1_440;

function lengthOf({ from, to }: { readonly from: string; readonly to: string }): number {
  const length = after(from, to);
  return length === 0 ? week : length;
}

/** Minutes from one time of the week to the next other. */
function after(from: string, to: string): number {
  return ((weekMinutes(to) ?? 0) - (weekMinutes(from) ?? 0) + week) % week;
}
