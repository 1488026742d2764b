import type { CostEstimate } from '#domain/cost-estimate.ts';
import type { Comparator } from '#domain/drift.ts';
import type { Instant } from '#domain/instant.ts';
import type { Person } from './people.ts';

/** One value as a monitor reported it; null for what could not be computed. */
interface DriftPoint {
  readonly at: Instant;
  readonly value: number | null;
}

/** A role and who has it. */
export interface ShownRole {
  readonly role: string;
  readonly people: readonly Person[];
}

/** One feature's signal that an alert looks at. */
export interface MovedFeature {
  /** Null for all of the data together. */
  readonly feature: string | null;
  /** The signal as playbooks name it, as `js_divergence`. */
  readonly signal: string;
  readonly value: number | null;
  readonly limit: number | null;
  readonly comparator: Comparator | null;
  /** Since when it has been past its limit; null while it is not. */
  readonly since: Instant | null;
  /** Oldest first, at most as far back as a chart is readable. */
  readonly history: readonly DriftPoint[];
}

/** What became of the data: it is past its limit, it is not any more, it never was after all, or nothing is heard of it. */
export type DriftPhase =
  | { readonly is: 'firing'; readonly since: Instant }
  | { readonly is: 'cleared' | 'retracted'; readonly since: Instant; readonly at: Instant }
  | { readonly is: 'no_data'; readonly since: Instant };

/** What people decided about an alert. `request` is as `R-12`, `run` as `T-3`, both once they are known. */
export type DriftDecision = {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
} & (
  | { readonly what: 'acknowledged' | 'false_alarm' | 'silenced' }
  | {
      readonly what: 'retrain';
      readonly request: string;
      readonly standing: string;
      readonly run: ShownRunLink | null;
      /** Whether it came to nothing, so that the alert has to be decided anew. */
      readonly over: boolean;
    }
  | {
      readonly what: 'rollback';
      readonly request: string;
      readonly standing: string;
      readonly to: string;
      readonly over: boolean;
    }
);

export interface ShownRunLink {
  readonly run: string;
  readonly standing: string;
  readonly url: string | null;
  /** The promotion that was asked for of what it made; null where none was. */
  readonly promotion: { readonly request: string; readonly standing: string } | null;
}

/** That posts are held back; `request` is as `R-12`, null where nobody had to be asked. */
export interface ShownSilence {
  readonly until: Instant;
  readonly by: string;
  readonly reason: string;
  readonly request: string | null;
}

/** What people can do about an alert now, of what the playbook offers. */
export interface DriftOffers {
  /** Null where it is not offered, or nothing trains the model. */
  readonly retrain: {
    /** What was said of the cost when it was last asked for; null if nobody did. */
    readonly estimate: CostEstimate | null;
    /** Who has to agree, as a clause: `needs 1 person of Fraud ML`. */
    readonly needs: string;
  } | null;
  /** `to` is the version that last held the target. Null where it is not offered, or no version came before. */
  readonly rollback: { readonly to: string; readonly needs: string } | null;
  readonly silence: boolean;
  /** Other actions that the playbook offers and that are asked for elsewhere, as `/mlops promote`. */
  readonly others: readonly string[];
}

/** Everything a message about a drift alert shows. */
export interface ShownAlert {
  /** As `D-12`. */
  readonly alert: string;
  readonly model: string;
  /** Null where the source cannot tell. */
  readonly version: string | null;
  /** As `production`; null where nobody says. */
  readonly environment: string | null;
  /** The alert's id in its playbook, and the playbook's name. */
  readonly rule: string;
  readonly playbook: string;
  readonly criticality: 'low' | 'medium' | 'high' | 'critical' | null;
  /** Who owns the model; null where the catalogue names nobody. */
  readonly owner: Person | null;
  /** The role that its playbook tells; null where it names none. */
  readonly to: ShownRole | null;
  /** Who computed the values, as `evidently/0.7.21`; null if nothing was reported yet. */
  readonly detector: string | null;
  readonly reportUrl: string | null;
  readonly phase: DriftPhase;
  /** Why it is in this phase, as a sentence. */
  readonly because: string;
  /** Those past their limit, the worst first; at least the first ten of them. */
  readonly moved: readonly MovedFeature[];
  readonly movedCount: number;
  /** How many features were looked at; at least `movedCount`. */
  readonly featureCount: number;
  /** Null for what is not known. */
  readonly recent: {
    readonly promotedAt: Instant | null;
    readonly trainedAt: Instant | null;
    /** The end of the period that the training data covers. */
    readonly dataTo: Instant | null;
  };
  /** What the model costs a day; null where nobody can tell. `amount` is decimal text. */
  readonly costPerDay: { readonly amount: string; readonly currency: string } | null;
  /** How the model is used, as models.yaml writes it: `serves_online`. */
  readonly useCases: readonly string[];
  readonly offers: DriftOffers;
  /** The next step if nobody decides; null where there is none. */
  readonly escalation: { readonly to: string; readonly at: Instant } | null;
  readonly decision: DriftDecision | null;
  readonly silence: ShownSilence | null;
  /** Whether it was caused to see that alerts arrive. */
  readonly drill: boolean;
  /** Opaque: what a press on this message carries. */
  readonly press: string;
}

/** Whether it can be acknowledged: nobody decided, what was asked for came to nothing, or it was only silenced. */
export function isOpen({ decision }: Pick<ShownAlert, 'decision'>): boolean {
  return decision === null || decision.what === 'silenced' || ('over' in decision && decision.over);
}

/** Whether nobody decided about it yet, though something is or was the matter. */
export function isUndecided({ decision, drill, phase }: Pick<ShownAlert, 'decision' | 'drill' | 'phase'>): boolean {
  return isOpen({ decision }) && decision?.what !== 'silenced' && !drill && phase.is !== 'retracted';
}

/** Whether people can still answer it: something is or was the matter, and it is open or was only acknowledged. */
export function isAnswerable({ decision, phase }: Pick<ShownAlert, 'decision' | 'phase'>): boolean {
  return phase.is !== 'retracted' && (isOpen({ decision }) || decision?.what === 'acknowledged');
}

/** An alert in one line of a list. */
export interface DriftLine
  extends Pick<
    ShownAlert,
    'alert' | 'model' | 'version' | 'criticality' | 'phase' | 'decision' | 'silence' | 'drill' | 'movedCount'
  > {
  /** What is or was furthest past its limit; null if nothing is known of it. */
  readonly worst: Pick<MovedFeature, 'feature' | 'signal' | 'value' | 'limit' | 'comparator'> | null;
}

/** What reports of a model come from. */
export interface ShownMonitor {
  readonly model: string;
  /** The connection, as `evidently`. */
  readonly connection: string;
  readonly signals: readonly string[];
  /** Null if it never reported. */
  readonly lastReportAt: Instant | null;
  /** Whether it should have reported since. */
  readonly silent: boolean;
  /** How it is known that it would be heard: it raised an alert, or a drill went through; null if neither is so. */
  readonly proven: { readonly by: 'alert' | 'drill'; readonly at: Instant } | null;
}
