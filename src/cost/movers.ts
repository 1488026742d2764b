import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, Mover } from '#domain/cost-report.ts';
import { absolute, compare, decimal } from '#domain/decimal.ts';
import { knownThroughout } from './data-span.ts';
import { shiftSpan, within } from './day.ts';
import type { SpendLine } from './dimension.ts';
import { minus } from './money.ts';
import { moverCause } from './mover-cause.ts';
import { isOf, type MoverFacts } from './mover-facts.ts';
import { amountIn, spendSeries } from './series.ts';

const most = 5;
const by = ['label:team', 'label:model', 'service'] as const;

/**
 * What moved most between a week and the one before, in one currency. `lines` hold those of both weeks, `resources` what
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
  const both = lines.filter(({ day }) => within(day, { first: before.first, last: week.last }));
  const moved = spendSeries(both, by).map((series) => {
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
        both.filter((line) => isOf(line, move)),
        resources,
        week,
        basis,
        facts,
      ),
    }));
}
