import type { DaySpan, Difference, LabelCoverage, Mover, UnlabelledSource } from './cost-report.ts';
import type { DigestSectionName } from './digest-section.ts';
import type { Instant } from './instant.ts';
import type { Capability } from './maturity.ts';

/** Whom a digest is of: one team, the teams of a group of leaders, or everybody. */
export type DigestScope =
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'leaders'; readonly id: string; readonly teams: readonly string[] | null }
  | { readonly kind: 'organization'; readonly name: string };

/** An amount in an ISO 4217 currency, as decimal text. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Everything that a week's digest of one scope is made from, from our own rows. */
export interface DigestFacts {
  readonly scope: DigestScope;
  /** As of when it is made. */
  readonly now: Instant;
  /** The days whose cost is told, from Monday to Sunday. */
  readonly week: DaySpan;
  /** Null where no bill is connected. */
  readonly cost: DigestCost | null;
  /** What costs and is not used, the dearest first. */
  readonly idle: readonly IdleThing[];
  /** Null where nothing is known of it. */
  readonly maturity: DigestMaturity | null;
  /** Oldest first. */
  readonly waiting: readonly WaitingRequest[];
  /** Open drift alerts, oldest first. */
  readonly alerts: readonly OpenAlert[];
  /** Aliases that others moved since the last digest, and older ones that nobody answered for; oldest first. */
  readonly outside: readonly MovedOutside[];
  /** What stopped something bad since the last digest, newest first. */
  readonly caught: readonly Caught[];
  /** What is owed, due first comes first. */
  readonly debts: readonly Debt[];
  /** Needs that somebody gave leave not to meet; what ends first comes first. */
  readonly waived: readonly WaivedNeed[];
  /** Claims that were drawn for their owners to show, open or answered since the last digest; oldest first. */
  readonly spotChecks: readonly SpotCheckTold[];
  /** Changes of the playbooks since the last digest that loosened what governs models of the scope, oldest first. */
  readonly loosened: readonly LoosenedRules[];
}

export interface DigestCost {
  /** The bill of the week is not there yet, or only in part. */
  readonly late: boolean;
  /** The one with most spend lines first; never added. */
  readonly currencies: readonly DigestSpend[];
}

export interface DigestSpend {
  readonly currency: string;
  /** Null where days have no data. */
  readonly amount: string | null;
  readonly change: Difference | null;
  /** The largest first. */
  readonly movers: readonly Mover[];
  readonly coverage: LabelCoverage | null;
  readonly unlabelled: readonly UnlabelledSource[];
  /** By team, the dearest first; empty in the digest of one team. A null team has no label. */
  readonly teams: readonly {
    readonly team: string | null;
    readonly amount: string | null;
    readonly change: Difference | null;
  }[];
}

export interface IdleThing {
  readonly id: string;
  readonly kind: 'endpoint' | 'notebook' | 'accelerator' | 'disk';
  readonly name: string;
  readonly team: string | null;
  /** The first day without use, as `2026-11-12`. */
  readonly since: string;
  readonly perDay: Amount | null;
  readonly state: 'open' | 'kept' | 'stopping' | 'stopped';
  /** Until when it is kept. */
  readonly keptUntil: string | null;
}

export interface WaitingRequest {
  readonly number: number;
  /** As `promote fraud-scorer v7 to production`. */
  readonly what: string;
  readonly team: string | null;
  readonly since: Instant;
  /** What it waits for, as `needs Risk (1 more)`; null where that was not looked up. */
  readonly standing: string | null;
  /** What the model costs a day while it waits; null where that is not known or it changes no model. */
  readonly perDay: Amount | null;
  /** The model whose cost that is. */
  readonly model: string;
}

export interface OpenAlert {
  readonly number: number;
  readonly model: string;
  readonly team: string | null;
  readonly since: Instant;
  readonly because: string;
  readonly decided: boolean;
  /** Until when posts of it are held back; null where they are not. */
  readonly silencedUntil: Instant | null;
  readonly perDay: Amount | null;
}

export interface MovedOutside {
  readonly number: number;
  readonly model: string;
  readonly team: string | null;
  readonly target: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly at: Instant;
  /** Whether somebody answered for it. */
  readonly settled: boolean;
}

export interface Caught {
  readonly how: 'evidence' | 'rollout' | 'obligation' | 'alert';
  readonly model: string;
  readonly team: string | null;
  readonly version: string | null;
  /** What showed it, as a short sentence or the titles of checks. */
  readonly because: string;
  /** The request, run or alert, as `R-12`. */
  readonly about: string;
  readonly at: Instant;
}

export interface Debt {
  readonly kind: 'emergency' | 'look' | 'obligation';
  readonly model: string;
  readonly team: string | null;
  /** As `R-12`. */
  readonly about: string;
  readonly what: string;
  /** When it is or was due; null where it has failed already. */
  readonly due: Instant | null;
}

export interface LoosenedRules {
  /** The request that brought the change in force. */
  readonly number: number;
  readonly files: readonly string[];
}

export interface WaivedNeed {
  /** As models.yaml calls it. */
  readonly model: string;
  readonly team: string | null;
  readonly capability: Capability;
  /** Who gave leave, by name. */
  readonly by: string;
  readonly reason: string;
  readonly until: Instant;
}

export interface SpotCheckTold {
  /** As models.yaml calls it. */
  readonly model: string;
  readonly team: string | null;
  readonly capability: Capability;
  readonly askedAt: Instant;
  /** Whether it could be shown, by whom and where; null while nobody has answered. */
  readonly answered: { readonly by: string; readonly shown: boolean; readonly note: string } | null;
}

/** How far the practice of a scope is, against four weeks ago. Shares are from 0 to 1. */
export interface DigestMaturity {
  readonly fit: number | null;
  readonly fitBefore: number | null;
  /** Too few signals are connected for it to be more than a hint. */
  readonly provisional: boolean;
  /** How many models are at the level of their target or above, of those whose level is known; null where none is. */
  readonly level: { readonly atTarget: number; readonly of: number } | null;
  /** Since the last digest, with the condition that decided. */
  readonly changes: readonly {
    readonly model: string;
    readonly from: number;
    readonly to: number;
    readonly because: string;
  }[];
  /** The largest first. */
  readonly gaps: readonly {
    readonly capability: Capability;
    readonly models: readonly string[];
    /** Why it is needed or what is missing, in a few words. */
    readonly because: string;
  }[];
  readonly next:
    | {
        readonly kind: 'build' | 'adopt';
        readonly capability: Capability;
        readonly models: readonly string[];
        readonly heldBy: readonly string[];
      }
    | { readonly kind: 'observe'; readonly capabilities: readonly Capability[] }
    | { readonly kind: 'stop' }
    | null;
}

/** Words of a line: text, in which what stands between backticks is code, or a moment, shown in the reader's zone. */
export type DigestWord = string | { readonly at: Instant };

export interface DigestLine {
  readonly said: readonly DigestWord[];
  /** What is left on and can be decided here, by its row. */
  readonly idle?: { readonly id: string; readonly name: string };
}

/** What one section says: in the message, and in its thread. */
export interface DigestPart {
  readonly section: DigestSectionName;
  readonly title: string;
  readonly lines: readonly DigestLine[];
  readonly detail: readonly DigestLine[];
}

/** A week's digest as it was made. */
export interface WeeklyDigest {
  readonly scope: DigestScope;
  readonly week: DaySpan;
  /** IANA name of the zone on whose clock it comes. */
  readonly zone: string;
  readonly parts: readonly DigestPart[];
  /** Sections that had no room; the thread has them. */
  readonly inThread: readonly DigestPart[];
  /** Dates of digests that did not come, because nothing ran. */
  readonly missed: readonly string[];
}
