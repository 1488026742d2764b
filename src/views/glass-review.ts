import type { Button } from '@slack/types';
import { type OwedReview, reviewLine } from './afterwards.ts';
import { aliasOf } from './approval-state.ts';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import type { Owner } from './duty-notice.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { type RequestFacts, subjectName, subjectText } from './request-facts.ts';
import { listed } from './wording.ts';

/** The review that an emergency decision owes; the facts are of that request. */
export interface GlassReview extends RequestFacts, OwedReview {
  /** Whether it was carried out, or still is being. */
  readonly carriedOut: boolean;
  readonly brokenBy: readonly string[];
  /** The reason they gave last. */
  readonly because: string;
  /** Those who may review it. */
  readonly people: readonly Person[];
  readonly owner: Owner;
  /** The number of the rollback that was ordered because nobody looked; null for none. */
  readonly followUp: number | null;
  /** Why nothing could be rolled back, as a sentence; null where that was not tried. */
  readonly hindrance: string | null;
  readonly press: string;
}

/** Asks for the review by a day, and shows what came of it. */
export function glassReview(state: GlassReview): Message {
  const { answer, people } = state;
  const open = answer === null;
  return message(
    [
      header(heading(state)),
      ...sections(open ? asked(state) : [whatHappened(state), reviewLine(state)], 700),
      ...(open && state.because !== '' ? [quotation(state.because, 400)] : []),
      actions(open ? [...answers(state), details(state)] : [details(state)]),
      context(record(state)),
    ],
    open ? people.slice(0, 4) : [],
  );
}

function heading(state: GlassReview): string {
  const subject = subjectName(state);
  switch (state.answer?.is ?? 'open') {
    case 'right':
      return `Reviewed: the emergency decision about ${subject} was right`;
    case 'wrong':
      return `Reviewed: the emergency decision about ${subject} was wrong`;
    case 'not_needed':
      return `Nobody has to review ${subject} any more`;
    case 'open':
      return state.missed
        ? `Review overdue: emergency decision about ${subject}`
        : `Review owed: emergency decision about ${subject}`;
  }
}

function whatHappened(state: GlassReview): Mrkdwn {
  const by = listed(
    state.brokenBy.map((name) => label(name, 40)),
    4,
  );
  const became = state.carriedOut ? 'became' : 'was to become';
  return md`${subjectText(state)} ${became} ${aliasOf(state)} past its rules, by ${by}.`;
}

function asked(state: GlassReview): Mrkdwn[] {
  const { by, due, missed, people } = state;
  const call = mentioning();
  const task = missed
    ? md`✗ ${label(by, 60)} was to review it by ${dateToken(due)}, and nobody has: ${peopleListed(people, call)}`
    : md`… ${label(by, 60)} reviews it by ${dateToken(due)}: ${peopleListed(people, call)}`;
  const cost = missed
    ? md`Until somebody does, the team promotes nothing more; emergencies aside.`
    : md`If nobody does, the team promotes nothing more until it is done.`;
  return [whatHappened(state), task, cost];
}

function record({ request, playbook, requester }: GlassReview): Mrkdwn {
  return md`R-${request} · asked for by ${label(requester, 40)} · playbook “${label(playbook, 80)}”`;
}

/** Tells whoever owns the playbook that nobody has reviewed it in time, or that somebody found it wrong. */
export function glassNotice(state: GlassReview, about: 'missed' | 'wrong'): Message {
  const { owner } = state;
  const subject = subjectName(state);
  const task = about === 'missed' ? 'finds somebody who reviews it' : 'decides what follows';
  const title =
    about === 'missed'
      ? `Nobody has reviewed the emergency decision about ${subject}`
      : `The emergency decision about ${subject} was found wrong`;
  return message(
    [
      header(title),
      ...sections(
        [
          whatHappened(state),
          reviewLine(about === 'missed' ? { ...state, answer: null, missed: true } : state),
          ...followed(state),
          md`… ${label(owner.role, 60)} ${task}: ${peopleListed(owner.people, mentioning())}`,
        ],
        700,
      ),
      actions([...rollback(state), details(state)]),
      context(record(state)),
    ],
    owner.people.slice(0, 4),
  );
}

function followed({ followUp, hindrance }: GlassReview): Mrkdwn[] {
  if (followUp !== null) return [md`As the playbook says, it is rolled back: R-${followUp}.`];
  return hindrance === null ? [] : [md`✗ It was to be rolled back and is not: ${label(hindrance, 300)}`];
}

function answers(state: GlassReview): Button[] {
  const subject = subjectName(state);
  return [
    button('Was right…', encodeIntent('glass-right', { press: state.press }), {
      style: 'primary',
      spoken: `The emergency decision about ${subject} was right`,
    }),
    button('Was wrong…', encodeIntent('glass-wrong', { press: state.press }), {
      spoken: `The emergency decision about ${subject} was wrong`,
    }),
  ];
}

function rollback(state: GlassReview): Button[] {
  if (!state.carriedOut || state.champion === null || state.followUp !== null) return [];
  const spoken = `Roll back ${subjectName(state)}`;
  return [button('Roll back…', encodeIntent('rollback', { press: state.press }), { spoken })];
}

function details(state: GlassReview): Button {
  const spoken = `Details of the request for ${subjectName(state)}`;
  return button('Details', encodeIntent('details', { press: state.press }), { spoken });
}

/** Asks what was looked at before the answer is recorded. */
export function confirmGlassReview(state: GlassReview, answer: 'right' | 'wrong'): Modal {
  const intent = encodeIntent(answer === 'right' ? 'glass-right-submit' : 'glass-wrong-submit', { press: state.press });
  const then =
    answer === 'right'
      ? md`The review is done, and the team may promote again.`
      : md`The review is done, and the team may promote again. ${label(state.owner.role, 60)} is told what you found and decides what follows.`;
  return modal({ title: `Was it ${answer}?`, submit: `It was ${answer}`, close: 'Cancel', intent }, [
    ...sections([whatHappened(state), then], 600),
    input(reasonField, 'What you looked at and found', textArea(reasonField, 'What others should know', 10), {
      hint: 'It stays on the record and is shown in the channel.',
    }),
    context(record(state)),
  ]);
}
