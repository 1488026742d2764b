import { retrainButton } from './approval-buttons.ts';
import { actions, sections } from './blocks.ts';
import { type PlaybookChange, setName, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, dateToken, link, type Mrkdwn, md } from './mrkdwn.ts';
import { type RequestFacts, type ShownSilenceOrder, type ShownStop, versionName } from './request-facts.ts';
import type { ShownRetraining } from './retraining.ts';

export type NotedOutcome =
  | { readonly kind: 'promoted' }
  /** `waitsFor` as `freeze “Weekend” until Mon 08:00`; null if it starts at once. */
  | { readonly kind: 'approved'; readonly waitsFor: string | null }
  /** `demands` is what the next version has to show, as `auc ≥ 0.9`; left out where nothing is demanded. */
  | { readonly kind: 'rejected'; readonly by: string; readonly reason: string; readonly demands?: string }
  | { readonly kind: 'blocked'; readonly because: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly because: string };

export interface RequesterNote {
  readonly facts: RequestFacts;
  readonly outcome: NotedOutcome;
  /** The card, if it can be linked. */
  readonly cardUrl: string | null;
  /** Opaque: what a press on its button carries, where the model may be retrained because of a rejection. */
  readonly retrain?: string | null;
}

/** Tells the requester, in a direct message, what became of the request and what they can do. */
export function requesterNote({ facts, outcome, cardUrl, retrain = null }: RequesterNote): Message {
  const card = cardUrl === null ? md`Its code is ${code(facts.code)}.` : link(cardUrl, 'Open the card');
  const buttons = retrain === null ? [] : [actions([retrainButton({ press: retrain, model: facts.model })])];
  return message([...sections([md`${outcomeText(facts, outcome)} ${card}`], 900), ...buttons]);
}

function outcomeText(facts: RequestFacts, outcome: NotedOutcome): Mrkdwn {
  if (facts.change !== undefined) return changeText(facts.change, outcome);
  if (facts.retraining !== undefined) return retrainingText(facts, facts.retraining, outcome);
  if (facts.silence !== undefined) return silenceText(facts, facts.silence, outcome);
  if (facts.stop !== undefined) return stopText(facts.stop, outcome);
  const subject = bold(`${label(facts.model, 60)} ${versionName(facts.version)}`);
  const alias = code(label(facts.target, 40));
  switch (outcome.kind) {
    case 'promoted':
      return md`✓ ${subject} is ${alias} now, as you asked.`;
    case 'approved':
      return outcome.waitsFor === null
        ? md`✓ Your request to promote ${subject} to ${alias} is approved. It starts at once.`
        : md`✓ Your request to promote ${subject} to ${alias} is approved. It waits for ${label(outcome.waitsFor, 200)}.`;
    case 'rejected':
      return md`✗ ${label(outcome.by, 40)} rejected your request to promote ${subject} to ${alias}: “${label(outcome.reason, 400)}”${demandText(outcome.demands)} You can request another version at any time.`;
    case 'blocked':
      return md`✗ Your request to promote ${subject} to ${alias} is blocked: ${label(outcome.because, 300)}. Nobody needs to vote again once that is lifted.`;
    case 'expired':
      return md`… Your request to promote ${subject} to ${alias} ran out of time. To try again, request it again.`;
    case 'failed':
      return md`✗ ${subject} did not become ${alias}: ${label(outcome.because, 300)}. The card says what you can do.`;
  }
}

function demandText(demands: string | undefined): string {
  return demands === undefined ? '' : ` The next version has to show: ${label(demands, 150)}.`;
}

function retrainingText(facts: RequestFacts, { run }: ShownRetraining, outcome: NotedOutcome): Mrkdwn {
  const subject = bold(`retraining of ${label(facts.model, 60)}`);
  switch (outcome.kind) {
    case 'promoted':
      return md`✓ The ${subject} you asked for has started${run === null ? '' : ` as ${run}`}. You are told when it ends.`;
    case 'approved':
      return md`✓ The ${subject} you asked for is approved${outcome.waitsFor === null ? '' : `. It waits for ${label(outcome.waitsFor, 200)}`}.`;
    case 'rejected':
      return md`✗ ${label(outcome.by, 40)} rejected the ${subject} you asked for: “${label(outcome.reason, 400)}” Nothing was started.`;
    case 'blocked':
      return md`✗ The ${subject} you asked for is blocked: ${label(outcome.because, 300)}. Nobody needs to vote again once that is lifted.`;
    case 'expired':
      return md`… The ${subject} you asked for ran out of time. Nothing was started; ask for it again.`;
    case 'failed':
      return md`✗ The ${subject} you asked for was not started: ${label(outcome.because, 300)}. The card says what you can do.`;
  }
}

function silenceText(facts: RequestFacts, { alert, until }: ShownSilenceOrder, outcome: NotedOutcome): Mrkdwn {
  const subject = md`silence of ${bold(label(alert, 12))} (${label(facts.model, 60)})`;
  switch (outcome.kind) {
    case 'promoted':
      return md`✓ ${bold(label(alert, 12))} of ${label(facts.model, 60)} is silent until ${dateToken(until)}, as you asked.`;
    case 'approved':
      return md`✓ The ${subject} is approved${outcome.waitsFor === null ? '' : `. It waits for ${label(outcome.waitsFor, 200)}`}.`;
    case 'rejected':
      return md`✗ ${label(outcome.by, 40)} rejected the ${subject}: “${label(outcome.reason, 400)}” The alert goes on posting.`;
    case 'blocked':
      return md`✗ The ${subject} is blocked: ${label(outcome.because, 300)}. Nobody needs to vote again once that is lifted.`;
    case 'expired':
      return md`… The ${subject} ran out of time. The alert goes on posting; ask anew on its message.`;
    case 'failed':
      return md`✗ The ${subject} did not begin: ${label(outcome.because, 300)}.`;
  }
}

function stopText({ name }: ShownStop, outcome: NotedOutcome): Mrkdwn {
  const subject = md`stop of ${bold(label(name, 60))}`;
  switch (outcome.kind) {
    case 'promoted':
      return md`✓ ${bold(label(name, 60))} is stopped, as you asked. The usage of the next days will show it.`;
    case 'approved':
      return md`✓ The ${subject} is approved${outcome.waitsFor === null ? '' : `. It waits for ${label(outcome.waitsFor, 200)}`}.`;
    case 'rejected':
      return md`✗ ${label(outcome.by, 40)} rejected the ${subject}: “${label(outcome.reason, 400)}” It stays on.`;
    case 'blocked':
      return md`✗ The ${subject} is blocked: ${label(outcome.because, 300)}. Nobody needs to vote again once that is lifted.`;
    case 'expired':
      return md`… The ${subject} ran out of time. It stays on; ask anew on its card.`;
    case 'failed':
      return md`✗ ${bold(label(name, 60))} was not stopped: ${label(outcome.because, 300)}`;
  }
}

function changeText(change: PlaybookChange, outcome: NotedOutcome): Mrkdwn {
  const set = bold(setName(change.to));
  switch (outcome.kind) {
    case 'promoted':
      return md`✓ ${bold(setNameFirst(change.to))} is in force now, as you proposed.`;
    case 'approved':
      return md`✓ Your change, ${set}, is approved${outcome.waitsFor === null ? '' : `. It waits for ${label(outcome.waitsFor, 200)}`}.`;
    case 'rejected':
      return md`✗ ${label(outcome.by, 40)} rejected your change, ${set}: “${label(outcome.reason, 400)}” ${code('/mlops playbooks')} offers it again.`;
    case 'blocked':
      return md`✗ Your change, ${set}, is blocked: ${label(outcome.because, 300)}. Nobody needs to vote again once that is lifted.`;
    case 'expired':
      return md`… Your change, ${set}, ran out of time. ${code('/mlops playbooks')} offers it again.`;
    case 'failed':
      return md`✗ ${bold(setNameFirst(change.to))} did not come into force: ${label(outcome.because, 300)}.`;
  }
}
