import type { Button } from '@slack/types';
import { type OwedReview, reviewLine } from './afterwards.ts';
import { aliasOf } from './approval-state.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import type { Owner } from './duty-notice.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { type RequestFacts, subjectName, subjectText, versionName } from './request-facts.ts';

/** A look that somebody owes at what was approved without people; the facts are of that request. */
export interface SampledReview extends RequestFacts, OwedReview {
  /** Whether it was carried out, or still waits. */
  readonly carriedOut: boolean;
  /** Why nobody was asked, as a sentence. */
  readonly because: string;
  /** Those who may look. */
  readonly people: readonly Person[];
  readonly owner: Owner;
  readonly press: string;
}

/** Asks somebody to look at it, and shows what they found. */
export function sampledReview(state: SampledReview): Message {
  const { answer, people } = state;
  const lines = answer === null ? asked(state) : found(state);
  return message(
    [header(heading(state)), ...sections(lines, 700), actions(buttons(state)), context(record(state))],
    answer === null ? people.slice(0, 4) : [],
  );
}

function heading(state: SampledReview): string {
  const subject = subjectName(state);
  switch (state.answer?.is ?? 'open') {
    case 'right':
      return `Looked at: approving ${subject} was right`;
    case 'wrong':
      return `Found wrong: ${subject}`;
    case 'not_needed':
      return `Nobody has to look at ${subject} any more`;
    case 'open':
      return `Was this right? ${subject} was approved without people`;
  }
}

function asked(state: SampledReview): Mrkdwn[] {
  const { by, due, missed, people } = state;
  const task = missed ? md`was to look by ${dateToken(due)}, and nobody has` : md`looks by ${dateToken(due)}`;
  return [
    md`${becomes(state)} Why nobody was asked: ${label(state.because, 300)}`,
    md`Some of these are drawn by lot to be looked at afterwards, and this is one.`,
    md`… ${label(by, 60)} ${task}: ${peopleListed(people, mentioning())}`,
  ];
}

function becomes(state: SampledReview): Mrkdwn {
  return state.carriedOut
    ? md`${subjectText(state)} became ${aliasOf(state)}.`
    : md`${subjectText(state)} becomes ${aliasOf(state)} as soon as nothing is in the way.`;
}

function found(state: SampledReview): Mrkdwn[] {
  const { answer } = state;
  if (answer?.is === 'wrong') return [reviewLine(state), stays(state)];
  if (answer?.is === 'right') return [reviewLine(state)];
  return [md`It was not carried out, or people decided about it after all.`];
}

function stays(state: SampledReview): Mrkdwn {
  return state.carriedOut
    ? md`${versionName(state.version)} stays ${aliasOf(state)} until somebody changes it.`
    : md`It still becomes ${aliasOf(state)} unless somebody holds or rejects it.`;
}

function record({ request, playbook, requester }: SampledReview): Mrkdwn {
  return md`R-${request} · asked for by ${label(requester, 40)} · playbook “${label(playbook, 80)}”`;
}

/** Tells whoever owns the playbook that nobody has looked in time, or that somebody found it wrong. */
export function reviewNotice(state: SampledReview, about: 'missed' | 'wrong'): Message {
  const { owner } = state;
  const subject = subjectName(state);
  const call = mentioning();
  const task = about === 'missed' ? 'finds somebody who looks' : 'decides what follows';
  return message(
    [
      header(about === 'missed' ? `Nobody has looked at ${subject}` : `${subject} was found wrong`),
      ...sections(
        [
          reviewLine(about === 'missed' ? { ...state, answer: null } : state),
          md`It was approved without people: ${label(state.because, 300)} ${stays(state)}`,
          md`… ${label(owner.role, 60)} ${task}: ${peopleListed(owner.people, call)}`,
        ],
        700,
      ),
      actions(noticeButtons(state, about)),
      context(record(state)),
    ],
    owner.people.slice(0, 4),
  );
}

function buttons(state: SampledReview): Button[] {
  if (state.answer === null) return [...answers(state), details(state)];
  return state.answer.is === 'wrong' ? [...rollback(state), details(state)] : [details(state)];
}

function noticeButtons(state: SampledReview, about: 'missed' | 'wrong'): Button[] {
  return about === 'missed' ? [details(state)] : [...rollback(state), details(state)];
}

function answers(state: SampledReview): Button[] {
  const subject = subjectName(state);
  return [
    button('Looks right', encodeIntent('review-right', { press: state.press }), {
      style: 'primary',
      spoken: `The approval of ${subject} looks right`,
    }),
    button('Wrong…', encodeIntent('review-wrong', { press: state.press }), {
      spoken: `The approval of ${subject} was wrong`,
    }),
  ];
}

function rollback(state: SampledReview): Button[] {
  if (!state.carriedOut || state.champion === null) return [];
  const spoken = `Roll back ${subjectName(state)}`;
  return [button('Roll back…', encodeIntent('rollback', { press: state.press }), { spoken })];
}

function details(state: SampledReview): Button {
  const spoken = `Details of the request for ${subjectName(state)}`;
  return button('Details', encodeIntent('details', { press: state.press }), { spoken });
}

/** Asks what is wrong before it is recorded. */
export function confirmWrong(state: SampledReview): Modal {
  const intent = encodeIntent('review-wrong-submit', { press: state.press });
  return modal({ title: `Wrong: ${label(state.code, 15)}?`, submit: 'Say it is wrong', close: 'Cancel', intent }, [
    ...sections(
      [md`${label(state.owner.role, 60)} is told what you found and decides what follows. ${stays(state)}`],
      600,
    ),
    input(reasonField, 'What is wrong', textArea(reasonField, 'What people would have seen', 10), {
      hint: 'It stays on the record and is shown in the channel.',
    }),
    context(md`Code ${code(state.code)} stands for what was approved`),
  ]);
}
