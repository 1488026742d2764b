import type { Instant } from './instant.ts';
import type { RegistryHealth } from './registry.ts';

/** A calendar day in the workspace's reporting zone, as `2026-11-21`. */
export type CostDay = string;

/** From where a label's value was taken, the strongest first. */
export const labelSources = ['resource', 'tag', 'project', 'inherited_tag', 'mapping'] as const;
export type LabelSource = (typeof labelSources)[number];

/** What a line is, as FOCUS names it. */
export type ChargeCategory = 'usage' | 'purchase' | 'tax' | 'credit' | 'adjustment';

/**
 * What of a bill falls on one day for one combination of everything named here. Amounts are exact decimal text in
 * `currency`, summed from all lines, negating ones too, and never rounded. No such line is not the same as zero.
 */
export interface CostLine {
  readonly day: CostDay;
  /** The month it is invoiced in, as `2026-11`; corrections may be invoiced months later. */
  readonly billingPeriod: string;
  readonly provider: string;
  readonly account: string;
  /** Project, sub-account or subscription; null for what belongs to none. */
  readonly project: string | null;
  readonly service: string;
  readonly sku: string;
  readonly region: string | null;
  readonly category: ChargeCategory;
  /** By key, for the keys that were asked for and are set. */
  readonly labels: Readonly<Record<string, { readonly value: string; readonly from: LabelSource }>>;
  /** The value of `vertex-ai-pipelines-run-billing-id`. */
  readonly runBillingId: string | null;
  /** ISO 4217. */
  readonly currency: string;
  /** Before credits. */
  readonly gross: string;
  /** Zero or less. */
  readonly credits: string;
  /** `gross` and `credits` together: what is invoiced. */
  readonly billed: string;
  /** With prepaid purchases spread over their use; the same as `billed` where the source cannot tell. */
  readonly effective: string;
  /** How many lines of the bill it sums. */
  readonly lines: number;
  /** Absent where the bill does not tell, or tells of several units. */
  readonly usage?: BillUsage;
}

/** What one resource cost on one day: for finding whose it is, and what moved. */
export interface ResourceCost
  extends Omit<CostLine, 'billingPeriod' | 'category' | 'runBillingId' | 'region' | 'usage'> {
  /** The resource's full name. */
  readonly resource: string;
}

/** How much of something was used, as decimal text in the unit that its price is for, as `hour` or `requests`. */
interface BillUsage {
  readonly amount: string;
  readonly unit: string;
}

/** Days to read, both included. */
export interface CostWindow {
  readonly first: CostDay;
  readonly last: CostDay;
  /** IANA name of the zone whose days are meant. */
  readonly zone: string;
  /** Label keys that are kept, at most 20. */
  readonly labelKeys: readonly string[];
}

/** Everything a source has of a window: it replaces what was known of these days, and is never added to it. */
export interface CostSlice {
  readonly lines: readonly CostLine[];
  /** The dearest resources of each day; empty where the source knows none. */
  readonly resources: readonly ResourceCost[];
  /** When the newest line was exported; null without any line. */
  readonly watermark: Instant | null;
  /** Of each day and currency that has lines; left out where `daySums` is never asked of what was read. */
  readonly fingerprints?: readonly DayFingerprint[];
}

/**
 * Stands for all that is read of a day's lines in one currency, amounts and labels alike, in whatever order they come:
 * it differs where any of that does. A reading and the sums of its days have the same one.
 */
export interface DayFingerprint {
  readonly day: CostDay;
  readonly currency: string;
  readonly fingerprint: string;
}

/** Days of which lines have come, and when the newest of those was exported; null where none has. */
interface ChangedDays {
  readonly days: readonly CostDay[];
  readonly through: Instant | null;
}

/** What one day of a bill comes to in one currency; amounts are exact decimal text. */
export interface DaySum extends DayFingerprint {
  readonly billed: string;
  readonly effective: string;
  readonly lines: number;
}

/** What days come to, and when the bill was last written before it was looked at; null where nothing tells. */
interface DaySums {
  readonly sums: readonly DaySum[];
  readonly written: Instant | null;
}

/** What a source cannot tell. */
export type CostLack = 'credits' | 'resources' | 'labels' | 'effective';

/** What one team's service cost in one hour. */
export interface CostHour {
  /** When the hour begins. */
  readonly hour: Instant;
  /** Null for what has no team's label. */
  readonly team: string | null;
  readonly service: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Exact decimal text; usage alone, with credits taken off. */
  readonly effective: string;
}

/** A bill that can be read. Every call may throw `UpstreamError`. */
export interface CostSource {
  /** The name people use for it. */
  readonly title: string;
  readonly lacks: readonly CostLack[];
  read(window: CostWindow): Promise<CostSlice>;
  /** The first day it has anything of; null while it has nothing. Before it, nothing is known. */
  firstDay(zone: string): Promise<CostDay | null>;
  /**
   * Which days before `before` have lines that were exported after `since`. Reads only what came since. Absent, or null,
   * where a source keeps no account of that.
   */
  changedDays?(asked: {
    readonly since: Instant;
    readonly before: CostDay;
    readonly zone: string;
  }): Promise<ChangedDays | null>;
  /**
   * What each day from `first` on and before `before` comes to, by which one sees what changed of those that were read.
   * For sources that keep no account of what came since. Null where the bill was last written at `written`, the time that
   * an earlier answer told, so that no day can differ from then; and where looking would take more than is allowed: then
   * old days are read in turn all the same.
   */
  daySums?(asked: {
    readonly first: CostDay;
    readonly before: CostDay;
    readonly zone: string;
    readonly labelKeys: readonly string[];
    readonly written: Instant | null;
  }): Promise<DaySums | null>;
  /**
   * What has come of the hours since a day in UTC, by the label that names teams; lines of the last hours still come.
   * Left out where the bill tells no hours.
   */
  hoursSince?(first: CostDay, teamKey: string): Promise<readonly CostHour[]>;
  check(): Promise<RegistryHealth>;
}
