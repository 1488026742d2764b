import type { CostLine, ResourceCost } from '#domain/cost.ts';
import type { CostDimension, CostFilter } from '#domain/cost-query.ts';

/** What can be summed: a line of the bill or what a resource cost; a bill's line has no resource and the other way round. */
export type SpendLine = Omit<ResourceCost, 'resource' | 'lines' | 'account'> &
  Partial<
    Pick<ResourceCost, 'resource' | 'account' | 'lines'> &
      Pick<CostLine, 'runBillingId' | 'region' | 'category' | 'billingPeriod'>
  >;

/** What a line has of a dimension; null for nothing. */
export function valueOf(line: SpendLine, by: CostDimension): string | null {
  switch (by) {
    case 'service':
    case 'sku':
    case 'project':
    case 'provider':
      return line[by];
    case 'resource':
    case 'region':
    case 'account':
    case 'category':
      return line[by] ?? null;
    case 'run':
      return line.runBillingId ?? null;
    default:
      return line.labels[by.slice('label:'.length)]?.value ?? null;
  }
}

export function matches(line: SpendLine, filters: readonly CostFilter[]): boolean {
  return filters.every(({ by, values }) => values.includes(valueOf(line, by)));
}
