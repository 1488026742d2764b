import { aliasOf, held, unchanged } from './approval-state.ts';
import { context, sections } from './blocks.ts';
import { changeLines, type PlaybookChange, setName, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { type CriterionForm, criterionFields } from './criterion-fields.ts';
import { type Modal, modal } from './frames.ts';
import { gateSentence } from './gates.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
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

/** Where the modal keeps the reason: block and action id. */
export const reasonField = 'reason';

export interface ConfirmDecision {
  readonly facts: RequestFacts;
  readonly decision: 'approve' | 'reject' | 'lift';
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
  readonly press: string;
}

const verbs = { approve: 'Approve', reject: 'Reject', lift: 'Lift block' } as const;
const questions = { approve: 'Approve', reject: 'Reject', lift: 'Lift' } as const;
const consequences = { approve: approving, reject: rejecting, lift: lifting } as const;

/** Asks once more before a vote: what it does, as whom, what is still missing then, and why. */
export function confirmDecision(state: ConfirmDecision): Modal {
  const { facts, decision, press, principal } = state;
  const title = `${questions[decision]} ${label(facts.code, 14)}?`;
  const intent = encodeIntent('decide-submit', { press, decision, ...(principal === undefined ? {} : { principal }) });
  return modal({ title, submit: verbs[decision], close: 'Cancel', intent }, [
    ...sections(consequences[decision](state), 600),
    reasonInput(state),
    ...(decision === 'reject' && state.criterion !== undefined ? criterionFields(state.criterion) : []),
    context(
      facts.stop !== undefined
        ? md`Code ${code(facts.code)} stands for this ${facts.stop.kind}, what it has loaded and the playbook “${label(facts.playbook, 80)}”`
        : facts.silence !== undefined
          ? md`Code ${code(facts.code)} stands for this alert, this end and the playbook “${label(facts.playbook, 80)}”`
          : facts.retraining !== undefined
            ? md`Code ${code(facts.code)} stands for this pipeline, these parameters and the playbook “${label(facts.playbook, 80)}”`
            : facts.change === undefined
              ? md`Code ${code(facts.code)} stands for this version, its evidence and the playbook “${label(facts.playbook, 80)}”`
              : md`Code ${code(facts.code)} stands for both sets and for who must agree`,
    ),
  ]);
}

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
    kind === 'notebook' ? md`Its machine is stopped; its disks stay.` : md`What it has loaded is taken away from it.`;
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

function reasonInput({ decision, reasonRequired, facts, reason = '' }: ConfirmDecision) {
  const required = decision !== 'approve' || reasonRequired !== null;
  const hears = facts.obliged === true ? 'Whoever owns the playbook' : label(facts.requester, 40);
  const told = `${hears} is told, and it stays on the record.`;
  const hints = {
    approve: reasonRequired === null ? 'It stays on the record.' : `Required because ${label(reasonRequired, 100)}.`,
    reject: told,
    lift: told,
  };
  const placeholders = { approve: 'Why this is fine', reject: 'What would have to change', lift: 'What has changed' };
  return input(reasonField, 'Reason', textArea(reasonField, placeholders[decision], required ? 10 : 0, reason), {
    optional: !required,
    hint: hints[decision],
  });
}
