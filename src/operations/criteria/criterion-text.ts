import { sign } from '#playbook/condition.ts';
import type { CriterionRow } from '#store/criteria.ts';

/** What is demanded, as `recall, region=EU ≥ 0.85`. */
export function criterionText(row: Pick<CriterionRow, 'metric' | 'sliceDimension' | 'sliceValue' | 'op' | 'bound'>) {
  const { metric, sliceDimension, sliceValue, op, bound } = row;
  const where = sliceDimension === null || sliceValue === null ? metric : `${metric}, ${sliceDimension}=${sliceValue}`;
  return `${where} ${sign(op)} ${bound}`;
}
