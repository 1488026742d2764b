import type { EndedStage } from './approval-stages.ts';
import { type ApprovalRequest, aliasOf, held, type Lead, unchanged } from './approval-state.ts';
import { label } from './clean.ts';
import { setCriterionLine } from './criterion-line.ts';
import { code, dateToken, link, type Mrkdwn, md } from './mrkdwn.ts';
import { approvedLine, missingText } from './needs.ts';
import { subjectName, versionName } from './request-facts.ts';
import { duration } from './wording.ts';

/** What the card of an ended request says first. */
export function approvalOutcome(stage: EndedStage, state: ApprovalRequest): Lead {
  const subject = subjectName(state);
  const alias = label(state.target, 40);

  switch (stage.at) {
    case 'promoted':
      return {
        heading:
          state.rollback === true ? `Rolled back: ${subject} is ${alias} again` : `Promoted: ${subject} is ${alias}`,
        lines: promoted(stage, state),
      };
    case 'conflict':
      return {
        heading: `Not ${state.rollback === true ? 'rolled back' : 'promoted'}: ${label(state.model, 60)} ${alias} was changed outside Countersign`,
        lines: conflict(stage, state),
      };
    case 'rejected':
      return { heading: `Rejected: ${subject} to ${alias}`, lines: rejected(stage, state) };
    case 'expired':
      return { heading: `Expired: ${subject} to ${alias}`, lines: expired(stage, state) };
    case 'superseded': {
      const newer = versionName(stage.by.version);
      const open = stage.by.url === null ? md`its code is ${code(stage.by.code)}` : link(stage.by.url, 'open it');
      return {
        heading: `Superseded: ${subject}, by the request for ${newer}`,
        lines: [
          md`${newer} was requested ${dateToken(stage.supersededAt)} › ${open}`,
          md`Approvals of ${versionName(state.version)} do not count for ${newer}.`,
        ],
      };
    }
    case 'withdrawn': {
      const why = stage.reason === null ? md`.` : md`: “${label(stage.reason, 300)}”`;
      return {
        heading: `Withdrawn: ${subject} to ${alias}`,
        lines: [md`Withdrawn by ${label(stage.by, 40)} ${dateToken(stage.withdrawnAt)}${why}`, unchanged(state)],
      };
    }
    case 'failed':
      return {
        heading: `Failed: ${subject} was not ${state.rollback === true ? 'rolled back to' : 'promoted'}`,
        lines: failed(stage, state),
      };
  }
}

function promoted(stage: Extract<EndedStage, { at: 'promoted' }>, state: ApprovalRequest): Mrkdwn[] {
  const before =
    state.champion === null ? 'nothing held it before' : `${held(state.champion.version)} stays available for rollback`;
  return [
    approvedLine(stage, duration(stage.decidedInMs)),
    md`✓ ${aliasOf(state)} moved to ${versionName(state.version)} in ${label(state.registry, 40)} and read back ${dateToken(stage.readBackAt)} · ${before}`,
    ...(stage.notes ?? []).slice(0, 3).map((note) => md`… ${label(note, 300)}`),
  ];
}

function conflict(stage: Extract<EndedStage, { at: 'conflict' }>, state: ApprovalRequest): Mrkdwn[] {
  const system = label(state.registry, 40);
  const back = stage.expected === null ? 'Remove the alias' : `Put ${held(stage.expected)} back`;
  const against = stage.found === null ? 'as a first promotion' : `against ${held(stage.found)}`;
  return [
    md`✗ The approvals were for replacing ${held(stage.expected)}, but ${system} now holds ${held(stage.found)} as ${aliasOf(state)}. Noticed ${dateToken(stage.noticedAt)}.`,
    md`Nothing was overwritten. ${back} in ${system}, or request ${versionName(state.version)} again to have it judged ${against}.`,
  ];
}

function rejected(stage: Extract<EndedStage, { at: 'rejected' }>, state: ApprovalRequest): Mrkdwn[] {
  const { name, role } = stage.by;
  return [
    md`Rejected by ${label(name, 40)} (${label(role, 40)}) ${dateToken(stage.rejectedAt)}: “${label(stage.reason, 300)}”`,
    ...stage.criteria.slice(0, 3).map(setCriterionLine),
    md`${unchanged(state)} Another version can be requested at any time.`,
  ];
}

function expired(stage: Extract<EndedStage, { at: 'expired' }>, state: ApprovalRequest): Mrkdwn[] {
  const missing = missingText(state.needs);
  const unapproved = missing === null ? 'It was not approved in time.' : `Still missing: ${missing}.`;
  const why = stage.approved ? 'It was approved, but could not start in time.' : unapproved;
  return [
    md`The time was up ${dateToken(stage.expiredAt)}. ${why}`,
    md`${unchanged(state)} To try again, request it again.`,
  ];
}

function failed(stage: Extract<EndedStage, { at: 'failed' }>, state: ApprovalRequest): Mrkdwn[] {
  const { restored, holds } = stage;
  const version = holds === null ? 'No version' : held(holds);
  const now = restored
    ? md`${version} is ${aliasOf(state)}, as before.`
    : md`${version} is ${aliasOf(state)} now: look at it in ${label(state.registry, 40)} before anything else.`;
  const again = stage.retryable
    ? md`${label(state.requester, 40)} can try again; approvals and evidence are then checked anew.`
    : md`To try again, request it again.`;
  return [md`✗ ${label(stage.because, 300)} (${dateToken(stage.failedAt)})`, md`${now} ${again}`];
}
