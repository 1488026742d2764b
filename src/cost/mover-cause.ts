import type { CostBasis } from '#domain/cost-query.ts';
import type { DaySpan, Mover, MoverCause } from '#domain/cost-report.ts';
import { absolute, compare, decimal, decimalText, divide, multiply, subtract } from '#domain/decimal.ts';
import { shiftSpan, within } from './day.ts';
import type { SpendLine } from './dimension.ts';
import { minus, sumOf } from './money.ts';
import { isOf, type MoverFacts } from './mover-facts.ts';
import { usageCause } from './usage-cause.ts';

type Move = Omit<Mover, 'cause'>;
type Weeks = { readonly now: DaySpan; readonly before: DaySpan };

/**
 * What coincides with a move and makes up at least half of it, the surest first: corrections of the bill, resources
 * whose labels changed, new resources, pipeline runs, prices, resources without use, predictions, how much was used.
 */
export function moverCause(
  move: Move,
  lines: readonly SpendLine[],
  resources: readonly SpendLine[],
  week: DaySpan,
  basis: CostBasis,
  facts: MoverFacts,
): MoverCause {
  const weeks = { now: week, before: shiftSpan(week, -7) };
  const delta = (some: readonly SpendLine[]) => deltaOf(some, weeks, basis);
  const own = resources.filter((line) => line.currency === lines[0]?.currency);
  return (
    correction(move, delta(lines.filter(isCorrection))) ??
    labelChange(move, own, weeks, basis) ??
    newResource(move, own, weeks, basis, facts) ??
    runs(move, lines, weeks, basis) ??
    price(move, lines, weeks, basis, facts) ??
    idle(move, own, weeks, basis, facts) ??
    ended(move) ??
    traffic(move, facts) ??
    usageCause(move.delta, lines, week, basis) ?? { kind: 'unknown' }
  );
}

/** A line that changes what an earlier month was billed: GCP negates, FOCUS calls it an adjustment. */
function isCorrection(line: SpendLine): boolean {
  if (line.category === 'adjustment') return true;
  const late = line.billingPeriod !== undefined && line.billingPeriod > line.day.slice(0, 7);
  return late && line.gross.startsWith('-');
}

function correction(move: Move, amount: string): MoverCause | null {
  return explains(amount, move.delta) ? { kind: 'correction', amount } : null;
}

/** Resources that belonged to others the week before, or do since. */
function labelChange(move: Move, resources: readonly SpendLine[], weeks: Weeks, basis: CostBasis): MoverCause | null {
  const inside = new Map<string, Set<'now' | 'before'>>();
  const outside = new Map<string, Set<'now' | 'before'>>();
  for (const line of resources) {
    const when = whenOf(line, weeks);
    if (line.resource === undefined || when === null || line.service !== move.service) continue;
    const side = isOf(line, move) ? inside : outside;
    side.set(line.resource, (side.get(line.resource) ?? new Set()).add(when));
  }
  const changed = [...inside].flatMap(([resource, times]) => {
    const others = outside.get(resource);
    const came = times.has('now') && !times.has('before') && others?.has('before') === true;
    const went = times.has('before') && !times.has('now') && others?.has('now') === true;
    return came || went ? [resource] : [];
  });
  const amount = deltaOf(
    resources.filter((line) => isOf(line, move) && changed.includes(line.resource ?? '')),
    weeks,
    basis,
  );
  return explains(amount, move.delta) ? { kind: 'label_change', amount, resources: changed.sort() } : null;
}

function newResource(
  move: Move,
  resources: readonly SpendLine[],
  weeks: Weeks,
  basis: CostBasis,
  { firstSeen }: MoverFacts,
): MoverCause | null {
  const fresh = resources.filter((line) => {
    const first = line.resource === undefined ? undefined : firstSeen.get(line.resource);
    return isOf(line, move) && first !== undefined && first >= weeks.now.first;
  });
  const amount = deltaOf(fresh, weeks, basis);
  return explains(amount, move.delta) ? { kind: 'new_resource', amount, resources: named(fresh) } : null;
}

/** Lines that carry a run's billing id, if there were more or fewer runs. */
function runs(move: Move, lines: readonly SpendLine[], weeks: Weeks, basis: CostBasis): MoverCause | null {
  const ofRuns = lines.filter(({ runBillingId }) => typeof runBillingId === 'string');
  const count = (span: DaySpan) =>
    new Set(ofRuns.filter(({ day }) => within(day, span)).map(({ runBillingId }) => runBillingId)).size;
  const [now, before] = [count(weeks.now), count(weeks.before)];
  const sameWay = Math.sign(now - before) === sign(move.delta);
  return sameWay && explains(deltaOf(ofRuns, weeks, basis), move.delta) ? { kind: 'runs', now, before } : null;
}

/** What the week's use of a SKU would have cost less at the price before. */
function price(
  move: Move,
  lines: readonly SpendLine[],
  weeks: Weeks,
  basis: CostBasis,
  { prices }: MoverFacts,
): MoverCause | null {
  for (const { service, sku, percent } of prices) {
    const whole = decimal(percent);
    const ratio = subtract(decimal(100), { units: -whole.units, scale: whole.scale });
    if (service !== move.service || ratio.units <= 0n) continue;
    const now = sumOf(lines.flatMap((line) => (line.sku === sku && within(line.day, weeks.now) ? [line[basis]] : [])));
    const part = multiply(decimal(now), multiply(whole, { units: 10n ** BigInt(ratio.scale), scale: 0 }));
    if (explains(decimalText(divide(part, ratio.units, 12)), move.delta)) return { kind: 'price', sku, percent };
  }
  return null;
}

function idle(
  move: Move,
  resources: readonly SpendLine[],
  weeks: Weeks,
  basis: CostBasis,
  facts: MoverFacts,
): MoverCause | null {
  const unused = resources.filter((line) => isOf(line, move) && facts.idle.has(line.resource ?? ''));
  const amount = deltaOf(unused, weeks, basis);
  return explains(amount, move.delta) ? { kind: 'idle', amount, resources: named(unused) } : null;
}

/** Predictions that changed the same way, by at least half as much in proportion. */
function traffic(move: Move, facts: MoverFacts): MoverCause | null {
  const of = facts.traffic.find(({ model }) => model === move.model);
  if (of === undefined || of.before <= 0 || Number(move.before) <= 0) return null;
  const [cost, use] = [Number(move.delta) / Number(move.before), of.now / of.before - 1];
  const sameWay = Math.sign(use) === Math.sign(cost) && Math.abs(use) >= 0.1;
  return sameWay && Math.abs(use) * 2 >= Math.abs(cost) ? { kind: 'traffic', now: of.now, before: of.before } : null;
}

function ended({ now, before }: Move): MoverCause | null {
  if (now === '0') return { kind: 'ended' };
  return before === '0' ? { kind: 'new_service' } : null;
}

/** Whether a part goes the same way as the whole and is at least half of it. */
function explains(part: string, whole: string): boolean {
  const [p, w] = [decimal(part), decimal(whole)];
  return sign(part) === sign(whole) && compare(multiply(absolute(p), decimal(2)), absolute(w)) >= 0;
}

function sign(amount: string): number {
  return Math.sign(compare(decimal(amount), decimal(0)));
}

function deltaOf(lines: readonly SpendLine[], weeks: Weeks, basis: CostBasis): string {
  const sum = (span: DaySpan) => sumOf(lines.flatMap((line) => (within(line.day, span) ? [line[basis]] : [])));
  return minus(sum(weeks.now), sum(weeks.before));
}

function whenOf({ day }: SpendLine, weeks: Weeks): 'now' | 'before' | null {
  if (within(day, weeks.now)) return 'now';
  return within(day, weeks.before) ? 'before' : null;
}

function named(lines: readonly SpendLine[]): readonly string[] {
  return [...new Set(lines.map(({ resource }) => resource ?? ''))].sort();
}
