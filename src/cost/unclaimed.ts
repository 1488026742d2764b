import type { UnclaimedLine, UnclaimedResource, UnclaimedThing } from '#domain/claim.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { add, compare, type Decimal, decimal, decimalText, multiply, subtract } from '#domain/decimal.ts';
import { within } from './day.ts';
import { unitsOf } from './money-floor.ts';

/** Lines of bills and what resources cost, with or without labels. */
export interface UnclaimedSpend {
  readonly lines: readonly UnclaimedLine[];
  readonly resources: readonly UnclaimedResource[];
}

interface UnclaimedOptions {
  /** The label that says whose something is. */
  readonly teamKey: string;
  readonly span: DaySpan;
  /** What cost less in the span is left out, in a currency whose smallest unit is a hundredth. */
  readonly floor: number;
}

interface Sum {
  readonly thing: Omit<UnclaimedThing, 'amount' | 'first' | 'last'>;
  readonly amount: Decimal;
}

/**
 * What has no team's label, the dearest first within a currency, as effective cost of usage. A project stands for what
 * none of its resources is known for, where that is more than half of what it has without a label.
 */
export function unclaimedThings(spend: UnclaimedSpend, options: UnclaimedOptions): readonly UnclaimedThing[] {
  const { teamKey, span, floor } = options;
  const open = <T extends UnclaimedLine | UnclaimedResource>(all: readonly T[]) =>
    all.filter(({ day, labels }) => within(day, span) && !Object.hasOwn(labels, teamKey));
  const resources = summed(
    open(spend.resources).map(({ provider, resource, project, service, currency, effective }) => ({
      thing: { kind: 'resource' as const, provider, name: resource, project, service, currency },
      amount: decimal(effective),
    })),
  );
  const projects = summed(
    open(spend.lines)
      .filter(({ category }) => category === 'usage')
      .flatMap(({ provider, project, service, currency, effective }) => {
        if (project === null) return [];
        const thing = { kind: 'project' as const, provider, name: project, project, service, currency };
        return [{ thing, amount: decimal(effective) }];
      }),
  );
  const rest = projects.flatMap((of) => restOf(of, resources));
  return [...resources, ...rest]
    .filter(({ thing, amount }) => compare(amount, decimal(String(unitsOf(floor, thing.currency)))) >= 0)
    .sort((a, b) => a.thing.currency.localeCompare(b.thing.currency) || compare(b.amount, a.amount))
    .map(({ thing, amount }) => ({ ...thing, amount: decimalText(amount), first: span.first, last: span.last }));
}

/** One sum for each thing and currency; its service is the one of which it has most. */
function summed(all: readonly Sum[]): readonly Sum[] {
  const groups = Map.groupBy(all, ({ thing }) => JSON.stringify([thing.provider, thing.name, thing.currency]));
  return [...groups.values()].flatMap((group) => {
    const [largest] = [...group].sort((a, b) => compare(b.amount, a.amount));
    return largest === undefined ? [] : [{ thing: largest.thing, amount: total(group) }];
  });
}

function restOf(project: Sum, resources: readonly Sum[]): readonly Sum[] {
  const { provider, name, currency } = project.thing;
  const inside = resources.filter(
    ({ thing }) => thing.provider === provider && thing.project === name && thing.currency === currency,
  );
  const rest = subtract(project.amount, total(inside));
  return compare(multiply(rest, decimal('2')), project.amount) > 0 ? [{ thing: project.thing, amount: rest }] : [];
}

function total(all: readonly Sum[]): Decimal {
  return all.reduce((sum, { amount }) => add(sum, amount), decimal('0'));
}
