import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, LabelCoverage, UnlabelledSource } from '#domain/cost-report.ts';
import { compare, decimal } from '#domain/decimal.ts';
import { shiftDay, within } from './day.ts';
import type { SpendLine } from './dimension.ts';
import { minus, percentOf, sumOf } from './money.ts';

/** Who is named for a project. */
export interface ProjectOwner {
  readonly team: string | null;
  readonly owner: string | null;
}

const most = 5;

/** The seven days that end with the last settled one; null with less than that. Labels reach services days late. */
export function coverageSpan({ firstDay, settledThrough }: DataSpan): DaySpan | null {
  if (firstDay === null || settledThrough === null) return null;
  const first = shiftDay(settledThrough, -6);
  return first < firstDay ? null : { first, last: settledThrough };
}

/** How much of what can be labelled has all of these labels, by spend; the lines are of one currency. */
export function labelCoverage(
  lines: readonly SpendLine[],
  keys: readonly string[],
  span: DaySpan,
  basis: CostBasis,
): LabelCoverage {
  const counted = lines.filter((line) => labelable(line) && within(line.day, span));
  const sum = (some: readonly SpendLine[]) => sumOf(some.map((line) => line[basis]));
  const spend = sum(counted);
  const labelled = sum(counted.filter((line) => keys.every((key) => has(line, key))));
  const byKey = keys.map((key) => {
    const amount = sum(counted.filter((line) => has(line, key)));
    return { key, labelled: amount, percent: percentOf(amount, spend) };
  });
  const percent = percentOf(labelled, spend);
  return { span, spend, labelled, percent, neverAttributed: minus(spend, labelled), byKey };
}

/** Where what lacks a label comes from, the dearest first; the lines are of one currency. */
export function unlabelledSources(
  lines: readonly SpendLine[],
  keys: readonly string[],
  span: DaySpan,
  basis: CostBasis,
  owners: ReadonlyMap<string, ProjectOwner>,
): readonly UnlabelledSource[] {
  const groups = new Map<string, { line: SpendLine; amounts: string[]; lacking: Set<string> }>();
  for (const line of lines) {
    const lacking = keys.filter((key) => !has(line, key));
    if (lacking.length === 0 || !labelable(line) || !within(line.day, span)) continue;
    const key = JSON.stringify([line.provider, line.project, line.service]);
    const group = groups.get(key) ?? { line, amounts: [], lacking: new Set<string>() };
    groups.set(key, group);
    group.amounts.push(line[basis]);
    for (const one of lacking) group.lacking.add(one);
  }
  return [...groups.values()]
    .map(({ line: { provider, project, service }, amounts, lacking }) => ({
      provider,
      project,
      service,
      amount: sumOf(amounts),
      lacking: keys.filter((key) => lacking.has(key)),
      fixer: (project === null ? undefined : owners.get(project)) ?? null,
    }))
    .filter(({ amount }) => compare(decimal(amount), decimal(0)) > 0)
    .sort((a, b) => compare(decimal(b.amount), decimal(a.amount)))
    .slice(0, most);
}

/** Taxes, credits and corrections have no labels that anybody could set. */
function labelable({ category }: SpendLine): boolean {
  return category === undefined || category === 'usage' || category === 'purchase';
}

function has({ labels }: SpendLine, key: string): boolean {
  return (labels[key]?.value ?? '') !== '';
}
