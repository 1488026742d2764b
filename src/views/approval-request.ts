import type { ContextBlock, KnownBlock } from '@slack/types';
import { approvalButtons } from './approval-buttons.ts';
import { approvalLead } from './approval-lead.ts';
import { approvalOutcome } from './approval-outcome.ts';
import { isLive, type Stage } from './approval-stages.ts';
import { type ApprovalRequest, aliasOf } from './approval-state.ts';
import { actions, context, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { emergencyLead } from './emergency.ts';
import { evidenceTable } from './evidence-table.ts';
import { type Message, message } from './frames.ts';
import { nextGateText, onHold } from './gates.ts';
import { keepLead } from './keep-lead.ts';
import { code, dateToken, join, link, type Mrkdwn, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { playbookChange } from './playbook-change.ts';
import { versionName } from './request-facts.ts';
import { retrainRequest } from './retrain-request.ts';
import { silenceRequest } from './silence-request.ts';
import { stopRequest } from './stop-request.ts';
import { between } from './wording.ts';

/** The card of a request, at every stage: the same facts, with what people can still do below them. */
export function approvalRequest(state: ApprovalRequest): Message {
  const { stage } = state;
  if (state.change !== undefined) return playbookChange(state, state.change);
  if (state.retraining !== undefined) return retrainRequest(state, state.retraining);
  if (state.silence !== undefined) return silenceRequest(state, state.silence);
  if (state.stop !== undefined) return stopRequest(state, state.stop);
  const lead =
    state.keeps === true
      ? keepLead(stage, state)
      : isLive(stage)
        ? approvalLead(stage, state)
        : approvalOutcome(stage, state);
  const { heading, lines } = state.glass === undefined ? lead : emergencyLead(lead, state.glass);
  const blocks: KnownBlock[] = [
    header(heading),
    ...sections(lines, 500),
    ...sections([factsLine(state)], 500),
    ...(state.reason === null || oneLine(state.reason) === '' ? [] : [quotation(state.reason, 400)]),
    ...evidenceTable({
      ...state,
      rows: state.evidence,
      champion: state.keeps === true ? null : (state.champion?.version ?? null),
    }),
    ...needsSection(state),
    ...smallPrint(state),
    actions(approvalButtons(state)),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}

/** `Asked by ana Thu 26 Nov 08:50 · replaces v5 (production for 41 d) · code K7QF-92`; true whenever it is read. */
function factsLine(state: ApprovalRequest): Mrkdwn {
  const { champion, requestedAt, stage } = state;
  const since = champion?.since ?? null;
  const age = since === null ? md`` : md` (${aliasOf(state)} for ${between(since, requestedAt)})`;
  if (state.keeps === true) {
    const asked = md`Asked by ${label(state.requester, 40)} ${dateToken(requestedAt)}`;
    return md`${asked} · ${versionName(state.version)} holds ${aliasOf(state)}${age} · code ${code(state.code)}`;
  }
  const effect =
    champion === null
      ? md`the first version to become ${aliasOf(state)}`
      : md`${replacing(stage)} ${versionName(champion.version)}${age}`;
  return md`Asked by ${label(state.requester, 40)} ${dateToken(requestedAt)} · ${effect} · code ${code(state.code)}`;
}

function replacing(stage: Stage): string {
  if (stage.at === 'promoted') return 'replaced';
  return isLive(stage) ? 'replaces' : 'would have replaced';
}

function smallPrint(state: ApprovalRequest): ContextBlock[] {
  const { stage, deadline, champion } = state;
  const live = stage.at === 'open' || stage.at === 'blocked' || stage.at === 'approved';
  const from = champion === null ? '' : ` from ${versionName(champion.version)}`;
  const effect =
    state.keeps === true
      ? md`Once approved, nothing moves, and what it promised is checked as before`
      : md`Once approved, ${aliasOf(state)} moves${from} to ${versionName(state.version)} in ${label(state.registry, 40)} and is read back`;
  const parts = [
    md`Playbook “${label(state.playbook, 80)}”`,
    ...(state.from === undefined ? [] : [md`made by ${label(state.from, 80)}`]),
    ...(live && deadline !== null ? [md`expires ${dateToken(deadline)}`] : []),
    ...(stage.at === 'open' && stage.nextGate !== null ? [nextGateText(stage.nextGate)] : []),
    ...(stage.at === 'open' || stage.at === 'blocked' ? onHold(state.heldBy, 'promotion') : []),
    ...state.links.slice(0, 3).map(({ label: text, url }) => link(url, text)),
  ];
  return [...(stage.at === 'open' ? [context(effect)] : []), context(join(parts, ' · '))];
}
