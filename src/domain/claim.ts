import type { CostDay, CostLine, ResourceCost } from './cost.ts';
import type { IdleFinding } from './cost-finding.ts';

/** Something that a bill names, by the full name of a resource or the id of a project. */
export interface BilledThing {
  readonly kind: 'resource' | 'project';
  readonly provider: string;
  readonly name: string;
}

/** What lacks the label that says whose it is, and what it cost over some days past. */
export interface UnclaimedThing extends BilledThing {
  readonly project: string | null;
  readonly service: string;
  /** Decimal text in `currency`, ISO 4217. */
  readonly amount: string;
  readonly currency: string;
  readonly first: CostDay;
  readonly last: CostDay;
}

type Summed = 'day' | 'labels' | 'provider' | 'project' | 'service' | 'currency' | 'effective';
/** What of a bill's line tells whether somebody is named for it. */
export type UnclaimedLine = Pick<CostLine, Summed | 'category'>;
/** The same of what a resource cost. */
export type UnclaimedResource = Pick<ResourceCost, Summed | 'resource'>;

/** What people said of whose something is: labels that its cost counts under where it has none of its own. */
export interface MappingRule extends BilledThing {
  readonly labels: Readonly<Record<string, string>>;
  /** The first day it holds for; days before stay as they are. */
  readonly fromDay: CostDay;
  /** The last day; null while it holds. */
  readonly untilDay: CostDay | null;
}

/** Something that costs money and is not used, and on whose bill. */
export interface LeftOn extends IdleFinding {
  readonly provider: string;
  /** Why Countersign must not stop it, as sentences, null where nothing is in the way; left out where it was not found out. */
  readonly barred?: string | null;
}
