import { decimal } from '#domain/decimal.ts';
import type { Comparator } from '#domain/drift.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { driftConditions, type NamedDrift } from '#playbook/alerts/drift-conditions.ts';
import { holds } from '#playbook/condition.ts';
import { globMatches } from '#playbook/glob.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { Executor } from '#store/database.ts';
import type { DriftPointRow } from '#store/drift-points.ts';
import { newestValues, type ValuesOf, valuesOver } from '#store/drift-values.ts';
import type { MovedFeature } from '#views/drift-state.ts';

const dayMs = 86_400_000;
/** How far back values are read, and how many features are shown with their history. */
const windowMs = 30 * dayMs;
const mostShown = 10;

/** What of an alert's data moved: past its limit, or nearest to it where nothing is. */
export interface Movement {
  readonly moved: readonly MovedFeature[];
  /** How many are past their limit, and how many were looked at. */
  readonly movedCount: number;
  readonly featureCount: number;
}

type Whose = Pick<ValuesOf, 'workspaceId' | 'registry' | 'modelName' | 'version' | 'drill'>;

/** The features that a rule looks at as of a moment, the worst first. `feature` is that of the group; null for all. */
export async function movement(
  db: Executor,
  rule: Pick<AlertRule, 'when'>,
  whose: Whose,
  feature: string | null,
  at: Instant,
): Promise<Movement> {
  const conditions = driftConditions(rule.when);
  const to = epochMs(at);
  const metrics = [...new Set(conditions.map(({ signal }) => signal))];
  if (metrics.length === 0) return { moved: [], movedCount: 0, featureCount: 0 };
  const { workspaceId, registry, modelName, version, drill } = whose;
  const within = { metrics, from: new Date(to - windowMs), to: new Date(to) };
  const of = { workspaceId, registry, modelName, version, drill, within };
  const judged = newestOfEach(await newestValues(db, of))
    .filter((point) => feature === null || point.feature === feature)
    .flatMap((point) => judgedPoint(point, conditions));
  const past = judged.filter(({ isPast }) => isPast);
  const worst = judged.toSorted((a, b) => b.by - a.by).slice(0, past.length > 0 ? Math.min(past.length, mostShown) : 3);
  const history = Map.groupBy(
    await valuesOver(
      db,
      of,
      worst.map(({ point }) => point),
    ),
    ({ metric, feature: name }) => `${metric} ${name}`,
  );
  return {
    moved: worst.map((one) => shown(one, history.get(`${one.point.metric} ${one.point.feature}`) ?? [])),
    movedCount: past.length,
    featureCount: new Set(judged.map(({ point }) => point.feature)).size,
  };
}

/** Of several versions or monitors that report one signal of one feature, what was reported last. */
function newestOfEach(points: readonly DriftPointRow[]): readonly DriftPointRow[] {
  const newest = new Map<string, DriftPointRow>();
  for (const point of points) {
    const key = `${point.metric} ${point.feature}`;
    const before = newest.get(key);
    if (before === undefined || before.at < point.at) newest.set(key, point);
  }
  return [...newest.values()];
}

interface Judged {
  readonly point: DriftPointRow;
  readonly condition: NamedDrift;
  readonly isPast: boolean;
  /** By what share of the limit it is past it; negative while it is within. */
  readonly by: number;
}

function judgedPoint(point: DriftPointRow, conditions: readonly NamedDrift[]): readonly Judged[] {
  const condition = conditions.find(({ signal, feature }) => signal === point.metric && covers(feature, point.feature));
  if (condition === undefined) return [];
  const { op, value: limit } = condition;
  const { value } = point;
  if (value === null) return [{ point, condition, isPast: false, by: -Infinity }];
  const way = op === '<' || op === '<=' ? -1 : 1;
  const by = ((value - limit) * way) / (Math.abs(limit) || 1);
  return [{ point, condition, isPast: holds(decimal(value), op, decimal(limit)), by }];
}

/** Data as a whole has no name, and is what a condition on all features looks at too. */
function covers(glob: string, feature: string): boolean {
  return feature === '' ? glob === '**' : globMatches(glob, feature);
}

function shown({ point, condition, isPast }: Judged, history: readonly DriftPointRow[]): MovedFeature {
  return {
    feature: point.feature === '' ? null : point.feature,
    signal: point.metric,
    value: point.value,
    limit: condition.value,
    comparator: comparatorOf(condition.op),
    since: isPast ? pastSince(history, condition) : null,
    history: history.map(({ at, value }) => ({ at: at.toISOString(), value })),
  };
}

function comparatorOf(op: NamedDrift['op']): Comparator | null {
  return op === '=' || op === '!=' ? null : op;
}

/** Since when each value that was computed is past the limit. */
function pastSince(history: readonly DriftPointRow[], { op, value: limit }: NamedDrift): Instant | null {
  const known = history.filter(({ value }) => value !== null);
  const within = known.findLastIndex(({ value }) => value !== null && !holds(decimal(value), op, decimal(limit)));
  return known[within + 1]?.at.toISOString() ?? null;
}
