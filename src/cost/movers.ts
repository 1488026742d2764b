import type { CostDay } from '#domain/cost.ts';
import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, Mover } from '#domain/cost-report.ts';
import { absolute, compare, decimal } from '#domain/decimal.ts';
import { knownThroughout } from './data-span.ts';
import { shiftSpan } from './day.ts';
import { type SpendLine, valueOf } from './dimension.ts';
import { minus } from './money.ts';
import { moverCause } from './mover-cause.ts';
import { amountIn, spendSeries } from './series.ts';

/** What is known besides the bill, to say what coincides with a move. */
export interface MoverFacts {
  /** Predictions of each model in the week and in the one before. */
  readonly traffic: readonly { readonly model: string; readonly now: number; readonly before: number }[];
  /** Prices that changed within the two weeks, in percent as decimal text. */
  readonly prices: readonly { readonly service: string; readonly sku: string; readonly percent: string }[];
  /** Resources that are not used. */
  readonly idle: ReadonlySet<string>;
  /** The first day on which each resource cost something, as far back as is known. */
  readonly firstSeen: ReadonlyMap<string, CostDay>;
}

const most = 5;
const by = ['label:team', 'label:model', 'service'] as const;

/**
 * What moved most between a week and the one before, in one currency. `lines` are those of both weeks, `resources` what
 * resources cost in them, of all teams, so that what changed its labels is seen. Empty unless both weeks have data.
 */
export function topMovers(
  lines: readonly SpendLine[],
  resources: readonly SpendLine[],
  week: DaySpan,
  data: DataSpan,
  basis: CostBasis,
  facts: MoverFacts,
): readonly Mover[] {
  const before = shiftSpan(week, -7);
  if (!knownThroughout({ first: before.first, last: week.last }, data)) return [];
  const moved = spendSeries(lines, by).map((series) => {
    const [team = null, model = null, service] = series.values;
    const [now, then] = [amountIn(series, week, data, basis) ?? '0', amountIn(series, before, data, basis) ?? '0'];
    return { team, model, service: service ?? '', before: then, now, delta: minus(now, then) };
  });
  return moved
    .filter(({ delta }) => delta !== '0')
    .sort((a, b) => compare(absolute(decimal(b.delta)), absolute(decimal(a.delta))))
    .slice(0, most)
    .map((move) => ({
      ...move,
      cause: moverCause(
        move,
        lines.filter((line) => isOf(line, move)),
        resources,
        week,
        basis,
        facts,
      ),
    }));
}

/** Whether a line belongs to what moved. */
export function isOf(line: SpendLine, move: Pick<Mover, 'team' | 'model' | 'service'>): boolean {
  return (
    line.service === move.service &&
    valueOf(line, 'label:team') === move.team &&
    valueOf(line, 'label:model') === move.model
  );
}
