import type { BilledThing, MappingRule } from '#domain/claim.ts';
import type { CostLine, CostSlice, ResourceCost } from '#domain/cost.ts';
import { decimal, decimalText, subtract } from '#domain/decimal.ts';

/**
 * The slice with the labels that people mapped resources and projects to, from the day each rule holds; a label that
 * the bill has is never replaced. What a mapped resource cost is taken out of the line it is part of, so totals stay
 * as they were; lines come day by day. A resource that the slice has no line for stays as it is.
 */
export function mappedSlice(slice: CostSlice, rules: readonly MappingRule[]): CostSlice {
  if (rules.length === 0) return slice;
  const byThing = Map.groupBy(rules, keyOf);
  const rulesOf = (thing: BilledThing, day: string) =>
    (byThing.get(keyOf(thing)) ?? []).filter((rule) => holds(rule, day));
  const lines = new Map<string, readonly CostLine[]>(Map.groupBy(slice.lines, ({ day }) => day));
  const resources = slice.resources.map((resource) => {
    const own = rulesOf({ kind: 'resource', provider: resource.provider, name: resource.resource }, resource.day);
    const labels = withMapping(resource.labels, own);
    if (labels === resource.labels) return resource;
    const split = takenOut(lines.get(resource.day) ?? [], resource, labels);
    if (split === null) return resource;
    lines.set(resource.day, split);
    return { ...resource, labels };
  });
  const ofProject = <T extends CostLine | ResourceCost>(line: T): T => {
    if (line.project === null) return line;
    const own = rulesOf({ kind: 'project', provider: line.provider, name: line.project }, line.day);
    const labels = withMapping(line.labels, own);
    return labels === line.labels ? line : { ...line, labels };
  };
  return { ...slice, lines: [...lines.values()].flat().map(ofProject), resources: resources.map(ofProject) };
}

function keyOf({ kind, provider, name }: BilledThing): string {
  return JSON.stringify([kind, provider, name]);
}

function holds({ fromDay, untilDay }: MappingRule, day: string): boolean {
  return day >= fromDay && (untilDay === null || day <= untilDay);
}

/** The same object where nothing is added. */
function withMapping(labels: CostLine['labels'], rules: readonly MappingRule[]): CostLine['labels'] {
  const added = rules.flatMap((rule) => Object.entries(rule.labels)).filter(([key]) => !Object.hasOwn(labels, key));
  if (added.length === 0) return labels;
  const mapped = added.map(([key, value]) => [key, { value, from: 'mapping' as const }] as const);
  return { ...Object.fromEntries(mapped), ...labels };
}

/** A day's lines with the resource's part of one of them under other labels; null if it is part of none. */
function takenOut(
  lines: readonly CostLine[],
  resource: ResourceCost,
  labels: CostLine['labels'],
): readonly CostLine[] | null {
  const wholes = lines.filter((line) => isPartOf(resource, line));
  const whole = wholes.reduce<CostLine | null>((a, b) => (a === null || b.lines > a.lines ? b : a), null);
  if (whole === null) return null;
  const { gross, credits, billed, effective } = resource;
  const part = { ...whole, labels, gross, credits, billed, effective, lines: resource.lines };
  const rest = without(whole, resource);
  return lines.flatMap((line) => (line !== whole ? [line] : rest === null ? [part] : [rest, part]));
}

function isPartOf(resource: ResourceCost, line: CostLine): boolean {
  const same = (['provider', 'account', 'project', 'service', 'sku', 'currency'] as const).every(
    (key) => resource[key] === line[key],
  );
  return same && line.lines >= resource.lines && labelText(resource.labels) === labelText(line.labels);
}

function labelText(labels: CostLine['labels']): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted.map(([key, { value, from }]) => [key, value, from]));
}

/** What is left of a line; null where nothing is. */
function without(line: CostLine, part: ResourceCost): CostLine | null {
  const lines = line.lines - part.lines;
  const minus = (a: string, b: string) => decimalText(subtract(decimal(a), decimal(b)));
  const rest = {
    gross: minus(line.gross, part.gross),
    credits: minus(line.credits, part.credits),
    billed: minus(line.billed, part.billed),
    effective: minus(line.effective, part.effective),
  };
  const nothing = lines === 0 && Object.values(rest).every((amount) => amount === '0');
  return nothing ? null : { ...line, ...rest, lines };
}
