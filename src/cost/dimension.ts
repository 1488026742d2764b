import type { CostLine, ResourceCost } from '#domain/cost.ts';
import type { CostDimension, CostFilter } from '#domain/cost-query.ts';

/** What can be summed: a line of the bill or what a resource cost; a bill's line has no resource and the other way round. */
export type SpendLine = Omit<ResourceCost, 'resource' | 'lines' | 'account'> &
  Partial<
    Pick<ResourceCost, 'resource' | 'account' | 'lines'> &
      Pick<CostLine, 'runBillingId' | 'region' | 'category' | 'billingPeriod' | 'usage'>
  >;

/** Reads a dimension of lines, null for nothing; for many lines, as it takes the dimension apart once. */
export function reader(by: CostDimension): (line: SpendLine) => string | null {
  if (by.startsWith('label:')) {
    const key = by.slice('label:'.length);
    return ({ labels }) => labels[key]?.value ?? null;
  }
  return (line) => columnOf(line, by);
}

export function matches(line: SpendLine, filters: readonly CostFilter[]): boolean {
  return filters.every(({ by, values }) => values.includes(reader(by)(line)));
}

function columnOf(line: SpendLine, by: CostDimension): string | null {
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
      return null;
  }
}
