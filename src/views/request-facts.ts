import type { Instant } from '#domain/instant.ts';
import { type PlaybookChange, setName } from './changed-files.ts';
import { label } from './clean.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import type { Person } from './people.ts';
import type { ShownRetraining } from './retraining.ts';

/** What a request is about, in people's words; shared by its card, its modals and its lines in lists. */
export interface RequestFacts {
  /** The short code that a vote signs, as `K7QF-92`. */
  readonly code: string;
  readonly model: string;
  readonly version: string;
  /** The alias to move. */
  readonly target: string;
  /** The registry's name as people say it, as `MLflow`. */
  readonly registry: string;
  /** Whether the target goes back to a version that held it before; a promotion if left out. */
  readonly rollback?: boolean;
  /** Whether something owed asked for it and no person did; left out if not. */
  readonly obliged?: boolean;
  /** Whether it asks if the champion may stay, so that nothing moves; left out if not. */
  readonly keeps?: boolean;
  /** The version that holds the target now; null if none does. */
  readonly champion: { readonly version: string; readonly since: Instant | null } | null;
  readonly requester: string;
  readonly requestedAt: Instant;
  readonly reason: string | null;
  readonly playbook: string;
  readonly links: readonly Link[];
  /** What it would change, where it is about the playbooks themselves and no model. */
  readonly change?: PlaybookChange;
  /** What it would run, where it asks for a run and no version exists yet. */
  readonly retraining?: ShownRetraining;
  /** Whose posts it would hold back and until when, where it asks for that. */
  readonly silence?: ShownSilenceOrder;
  /** What it would stop, where it asks for that. */
  readonly stop?: ShownStop;
  /** The run that made the version and asked for this, as `T-3, because of drift`; left out if a person did. */
  readonly from?: string;
}

/** A drift alert that is to be silent, as `D-12`, until an end. */
export interface ShownSilenceOrder {
  readonly alert: string;
  readonly until: Instant;
}

/** Something that is left on and is to be stopped. */
export interface ShownStop {
  readonly kind: 'endpoint' | 'notebook' | 'accelerator';
  /** Its full name, and as people call it. */
  readonly resource: string;
  readonly name: string;
  readonly project: string;
  /** How many versions an endpoint has loaded; 0 for everything else. */
  readonly loaded: number;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface EvidenceRow {
  readonly status: 'passed' | 'failed' | 'missing' | 'stale';
  readonly title: string;
  readonly candidate: string | null;
  readonly champion: string | null;
  /** As `≥ 0.902`. */
  readonly limit: string | null;
  /** With its sign, as `+0.008`; `difference` of wording.ts makes it. */
  readonly difference: string | null;
  readonly because: string;
}

/** Seats that one role, or a pool of roles, has to fill. */
export interface Need {
  readonly role: string;
  readonly count: number;
  readonly filledBy: readonly string[];
  /** Those whose approval would help now: they are mentioned where the card asks them. */
  readonly couldBeFilledBy: readonly Person[];
  /** Why it is not known who is in the role, with what to do; left out where that is known. */
  readonly unread?: string;
}

/** What an approved request still waits for. `because` says it where the kind alone does not. */
export interface Gate {
  readonly kind: 'freeze' | 'hold' | 'wait' | 'lock';
  readonly name: string;
  readonly until: Instant | null;
  readonly because: string;
}

export interface Decider {
  readonly name: string;
  readonly role: string;
}

/** A vote that fills no seat; `because` is a clause such as `jon left Risk on 12 Nov`. */
export interface UncountedVote {
  readonly name: string;
  readonly because: string;
}

/** `v7` for `7`; names that are no numbers stay as they are. */
export function versionName(version: string): string {
  const shown = label(version, 30);
  return /^\d/.test(shown) ? `v${shown}` : shown;
}

type Subject = Pick<RequestFacts, 'model' | 'version' | 'change' | 'retraining' | 'silence' | 'stop'>;

/** `fraud-scorer v7`, `playbook set 5`, `retraining of fraud-scorer`, `silence of D-12` or `stop of gpu-lab-3`, short enough for a heading. */
export function subjectName({ model, version, change, retraining, silence, stop }: Subject): string {
  if (stop !== undefined) return `stop of ${label(stop.name, 60)}`;
  if (silence !== undefined) return `silence of ${label(silence.alert, 12)}`;
  if (retraining !== undefined) return `retraining of ${label(model, 60)}`;
  return change === undefined ? `${label(model, 60)} ${versionName(version)}` : setName(change.to);
}

/** The subject inside a sentence, the model's name as code. */
export function subjectText({ model, version, change, retraining, silence, stop }: Subject): Mrkdwn {
  if (stop !== undefined) return md`the stop of ${code(stop.name)}`;
  if (silence !== undefined) return md`the silence of ${label(silence.alert, 12)} of ${code(model)}`;
  if (retraining !== undefined) return md`the retraining of ${code(model)}`;
  return change === undefined ? md`${code(model)} ${versionName(version)}` : md`${bold(setName(change.to))}`;
}

export function missingSeats(need: Need): number {
  return Math.max(0, need.count - need.filledBy.length);
}
