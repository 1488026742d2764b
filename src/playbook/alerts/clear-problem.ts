import { canonicalJson, type Json } from '#domain/canonical-json.ts';
import { decimal } from '#domain/decimal.ts';
import { holds } from '../condition.ts';
import { durationMs } from '../duration.ts';
import type { AlertRule, Predicates } from '../keys.ts';
import type { Operator } from '../reported.ts';
import { condition } from '../schema/values.ts';
import { driftIn } from './drift-conditions.ts';

/** One number that a condition compares. */
interface Bound {
  /** What is compared, as it is called in words. */
  readonly of: string;
  readonly op: Operator;
  readonly value: number;
  readonly heldMs: number;
}

/**
 * Why `clear_when` is not stricter than "not `when`" (§11), as a clause with what to do; null if it is, or if it cannot
 * be told. It is told where both compare the same thing with a number, or say the same.
 */
export function clearProblem({ when, clearWhen }: Pick<AlertRule, 'when' | 'clearWhen'>): string | null {
  if (canonicalJson(when) === canonicalJson(clearWhen)) {
    return 'it says the same as `when`, so the alert would end while it fires; write what must be so for it to end';
  }
  const begins = boundsOf(when);
  const ends = boundsOf(clearWhen);
  for (const begin of begins) {
    const same = ends.filter(({ of }) => of === begin.of);
    if (same.length === 0 || same.some((end) => apart(begin, end))) continue;
    return `with this, ${begin.of} could begin and end the alert again and again; ${advice(begin)}`;
  }
  return null;
}

function advice({ of, op, value }: Bound): string {
  return `let it end only while ${of} is clearly ${wayOf(op) === 'up' ? 'below' : 'above'} ${value}`;
}

/** Whether nothing fulfils both, and something fulfils neither or the end has to hold for longer; true if untold. */
function apart(begin: Bound, end: Bound): boolean {
  const way = wayOf(begin.op);
  if (way === null || wayOf(end.op) === null) return true;
  if (wayOf(end.op) === way) return false;
  const [low, high] = way === 'up' ? [end, begin] : [begin, end];
  if (low.value !== high.value) return holds(decimal(low.value), '<', decimal(high.value));
  const meet = low.op === '<=' && high.op === '>=';
  const gap = low.op === '<' && high.op === '>';
  return gap || (!meet && end.heldMs > begin.heldMs);
}

function wayOf(op: Operator): 'up' | 'down' | null {
  if (op === '>' || op === '>=') return 'up';
  return op === '<' || op === '<=' ? 'down' : null;
}

/** What is compared at the top of a map; under `any_of` and `none_of` it cannot be told. */
function boundsOf(map: Predicates): readonly Bound[] {
  return Object.entries(map).flatMap(([name, value]) => {
    if (name === 'drift') {
      return driftIn(value).map(({ signal, feature, op, value: bound, for: held }) => ({
        of: feature === '**' ? signal : `${signal} of ${feature}`,
        op,
        value: bound,
        heldMs: durationMs(held) ?? 0,
      }));
    }
    return compared.includes(name) ? numbersIn(value) : [];
  });
}

const compared = ['metric', 'metric_delta', 'size_of_change'];

function numbersIn(value: Json): readonly Bound[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([of, one]) => {
    const read = condition.safeParse(one);
    return read.success ? [{ of, ...read.data, heldMs: 0 }] : [];
  });
}
