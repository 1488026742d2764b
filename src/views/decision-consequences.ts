import { aliasOf, held, unchanged } from './approval-state.ts';
import { changeLines, type PlaybookChange, setName, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import type { CriterionForm } from './criterion-fields.ts';
import { gateSentence } from './gates.ts';
import { bold, code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import {
  type EvidenceRow,
  type Gate,
  type Need,
  type RequestFacts,
  type ShownSilenceOrder,
  type ShownStop,
  subjectText,
  versionName,
} from './request-facts.ts';
import { estimateText, parameterLines, type ShownRetraining } from './retraining.ts';
import { listed } from './wording.ts';

export interface ConfirmDecision {
  readonly facts: RequestFacts;
  readonly decision: 'approve' | 'reject' | 'block' | 'lift' | 'withdraw';
  /** As which role the person decides, and for whom if not for themselves. */
  readonly as: { readonly role: string; readonly actingFor: string | null };
  /** The id of whom they decide for, which comes back with what is submitted; left out if for themselves. */
  readonly principal?: string;
  /** All that is needed, as it stands once this approval counts; of a rejection it is not read. */
  readonly needsAfter: readonly Need[];
  /** What an approved request would wait for. */
  readonly gates: readonly Gate[];
  /** Evidence that did not pass: whoever approves accepts it. */
  readonly failing: readonly EvidenceRow[];
  /** Why a reason must be given, as `evidence fails`; null where it may be left out. Only approvals may be without one. */
  readonly reasonRequired: string | null;
  /** What a rejection can demand of the next candidate; left out where it can demand nothing. */
  readonly criterion?: CriterionForm;
  /** The reason as it was filled in before, where the modal is shown again. */
  readonly reason?: string;
  /** The way back that an approval taken back too late asks for; left out where it can still be taken back itself. */
  readonly wayBack?: WayBack;
  /** Who could lift a block, besides whoever places it. */
  readonly othersLift?: readonly string[];
  readonly press: string;
}

interface WayBack {
  /** The version that held the target before. */
  readonly to: string;
  /** Whether the promotion is done; else it is being carried out. */
  readonly done: boolean;
}

/** What each decision does, as whom, and what is still missing then. */
export const consequences = {
  approve: approving,
  reject: rejecting,
  block: blocking,
  lift: lifting,
  withdraw: takingBack,
} as const satisfies Record<ConfirmDecision['decision'], (state: ConfirmDecision) => Mrkdwn[]>;

function approving(state: ConfirmDecision): Mrkdwn[] {
  const { facts, failing } = state;
  if (facts.change !== undefined) return approvingChange(state, facts.change);
  if (facts.retraining !== undefined) return approvingRun(state, facts.retraining);
  if (facts.silence !== undefined) return approvingSilence(state, facts.silence);
  if (facts.stop !== undefined) return approvingStop(state, facts.stop);
  const before =
    facts.champion === null ? 'nothing held it before' : `${held(facts.champion.version)} stays available for rollback`;
  const accepted = failing.map((row) => {
    const limit = row.limit === null ? '' : ` (limit ${label(row.limit, 40)})`;
    return `${label(row.title, 60)} ${row.candidate === null ? label(row.because, 100) : `${label(row.candidate, 40)}${limit}`}`;
  });
  const effect = md`${code(facts.model)} ${versionName(facts.version)}`;
  return [
    facts.keeps === true
      ? md`${effect} stays ${aliasOf(facts)} in ${label(facts.registry, 40)}; nothing moves.`
      : md`${effect} becomes ${aliasOf(facts)} in ${label(facts.registry, 40)}; ${before}.`,
    md`You approve as ${bold(roleText(state))}${countText(state)}. ${afterwards(state)}`,
    ...(failing.length === 0 ? [] : [md`✗ You accept evidence that does not pass: ${listed(accepted, 3)}.`]),
  ];
}

function approvingChange(state: ConfirmDecision, change: PlaybookChange): Mrkdwn[] {
  return [
    md`${bold(setNameFirst(change.to))} takes the place of ${setName(change.from)}; open requests obey the stricter of both.`,
    ...changeLines(change, 8),
    md`You approve as ${bold(roleText(state))}${countText(state)}. ${afterwards(state)}`,
  ];
}

function approvingRun(state: ConfirmDecision, retraining: ShownRetraining): Mrkdwn[] {
  return [
    md`One run of ${code(retraining.pipeline)} is started in ${label(retraining.engine, 40)} to retrain ${code(state.facts.model)}. Cost: ${estimateText(retraining)}`,
    ...parameterLines(retraining.parameters, 12),
    md`You approve as ${bold(roleText(state))}${countText(state)}. ${afterwards(state)}`,
  ];
}

function approvingSilence(state: ConfirmDecision, { alert, until }: ShownSilenceOrder): Mrkdwn[] {
  return [
    md`Posts about ${bold(label(alert, 12))} of ${code(state.facts.model)} are held back until ${dateToken(until)}. The alert itself goes on.`,
    md`You approve as ${bold(roleText(state))}${countText(state)}. ${afterwards(state)}`,
  ];
}

function approvingStop(state: ConfirmDecision, { kind, name, project }: ShownStop): Mrkdwn[] {
  const what =
    kind === 'endpoint' ? md`What it has loaded is taken away from it.` : md`Its machine is stopped; its disks stay.`;
  return [
    md`The ${kind} ${code(name)} of project ${label(project, 60)} is stopped, if nobody used it in the last day. ${what}`,
    md`You approve as ${bold(roleText(state))}${countText(state)}. ${afterwards(state)}`,
  ];
}

/** `, 2 of 2`, counted with this approval. */
function countText({ as: { role }, needsAfter }: ConfirmDecision): string {
  const need = needsAfter.find((each) => each.role === role);
  return need === undefined ? '' : `, ${Math.min(need.filledBy.length, need.count)} of ${need.count} with you`;
}

/** What happens when they press. */
function afterwards({ facts, needsAfter, gates }: ConfirmDecision): Mrkdwn {
  const missing = missingText(needsAfter);
  if (missing !== null) return md`After that, still missing: ${missing}.`;
  const act = actOf(facts);
  const gate = gates[0];
  if (gate === undefined && facts.keeps === true) return md`After that nothing is missing, and it is settled.`;
  return gate === undefined
    ? md`After that nothing is missing and the ${act} starts at once.`
    : md`After that nothing is missing. ${gateSentence(gate, act === 'promotion' ? act : `the ${act}`)}`;
}

/** What begins once nothing is missing. */
function actOf({ change, retraining, silence, stop }: RequestFacts): string {
  if (stop !== undefined) return 'stop';
  if (silence !== undefined) return 'silence';
  if (retraining !== undefined) return 'run';
  return change === undefined ? 'promotion' : 'change';
}

function blocking(state: ConfirmDecision): Mrkdwn[] {
  const { facts, othersLift = [] } = state;
  const lifters = listed(['you', ...othersLift.map((name) => label(name, 40))], 4, 'or');
  return [
    md`The request for ${subjectText(facts)} stays open, but whoever approves, it is not carried out until ${lifters} lift the block. ${unchanged(facts)}`,
    md`You block as ${bold(roleText(state))}. An approval of yours no longer counts.`,
  ];
}

function takingBack(state: ConfirmDecision): Mrkdwn[] {
  const { facts, wayBack } = state;
  const subject = subjectText(facts);
  if (wayBack === undefined) return [md`Your approval of ${subject} no longer counts. ${afterwards(state)}`];
  const how = md`a request of its own, which people approve`;
  const was = versionName(wayBack.to);
  return wayBack.done
    ? [md`${subject} is ${aliasOf(facts)} already. Taking back your approval asks for the way back to ${was}: ${how}.`]
    : [
        md`${subject} is being promoted, and that is carried through. Taking back your approval then asks for the way back to ${was}: ${how}.`,
      ];
}

function rejecting(state: ConfirmDecision): Mrkdwn[] {
  const { facts } = state;
  return [
    md`The request for ${subjectText(facts)} ends for everyone; this cannot be undone. ${unchanged(facts)}${facts.keeps === true ? ' Somebody then has to roll it back or promote another version.' : ''}`,
    md`You reject as ${bold(roleText(state))}.`,
  ];
}

function lifting(state: ConfirmDecision): Mrkdwn[] {
  const { facts } = state;
  return [
    md`The block on ${subjectText(facts)} ends; approvals already given count as before.`,
    md`You lift it as ${bold(roleText(state))}. ${afterwards(state)}`,
  ];
}

function roleText({ as: { role, actingFor } }: ConfirmDecision): string {
  return `${label(role, 60)}${actingFor === null ? '' : `, for ${label(actingFor, 40)}`}`;
}
