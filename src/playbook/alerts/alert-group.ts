import type { Instant } from '#domain/instant.ts';
import type { Action, Criticality } from '../facts.ts';
import type { AlertRule } from '../keys.ts';

/** What is remembered of one group of an alert, as of one model and signal; plain JSON. */
export interface AlertGroup {
  /** When it began to be watched. */
  readonly since: Instant;
  /** Since when it fires; null while it is quiet. */
  readonly firingSince: Instant | null;
  /** Whether this firing was posted. */
  readonly told: boolean;
  /** When it was posted that it fires, oldest first, as far back as `at_most` looks. */
  readonly posts: readonly Instant[];
  /** How many steps of `escalate` were taken in this firing. */
  readonly escalated: number;
  /** When somebody acknowledged this firing, or opened what it offers; null if nobody did. */
  readonly answeredAt: Instant | null;
  /** Since when a firing that was posted lasted, and ended while posts were held back; null if there is none. */
  readonly untoldEnd: Instant | null;
  /** Posts are held back until then. */
  readonly silence: { readonly until: Instant; readonly reason: string } | null;
  /** When its values were last known. */
  readonly knownAt: Instant | null;
  /** Whether it was posted that no values come. */
  readonly lackTold: boolean;
}

/** What was found of a group at one moment. Null means not known. */
export interface AlertObservation {
  readonly when: boolean | null;
  readonly clear: boolean | null;
  readonly because: string;
  /** As of when the values are; null if there are none. */
  readonly asOf: Instant | null;
  /** The first instant at which the same values may be found to mean something else; null if there is none. */
  readonly nextChangeAt: Instant | null;
}

/** What is to be posted. All posts of a group go into one thread, an escalation to its role or channel besides. */
export type AlertPost =
  | { readonly kind: 'firing' | 'still_firing'; readonly because: string; readonly offers: readonly Action[] }
  | { readonly kind: 'escalation'; readonly to: string; readonly firingSince: Instant }
  | { readonly kind: 'cleared'; readonly because: string; readonly firingSince: Instant }
  | { readonly kind: 'no_data'; readonly since: Instant };

/** A group that nothing is known of yet. */
export function newAlertGroup(now: Instant): AlertGroup {
  return {
    since: now,
    firingSince: null,
    told: false,
    posts: [],
    escalated: 0,
    answeredAt: null,
    untoldEnd: null,
    silence: null,
    knownAt: null,
    lackTold: false,
  };
}

/** The alert's own criticality, else the model's; null if neither is known. */
export function criticalityOf(rule: AlertRule, model: Criticality | null): Criticality | null {
  return rule.criticality ?? model;
}

/** High, critical or not known. */
export function isHigh(criticality: Criticality | null): boolean {
  return criticality === null || criticality === 'high' || criticality === 'critical';
}
