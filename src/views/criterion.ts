import type { Button, KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { button, context, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type SetCriterion, untilText } from './criterion-line.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { counted } from './wording.ts';

/** What is demanded of a model's next candidate. */
export interface OpenCriterion {
  readonly what: string;
  readonly target: string;
  readonly due: Instant | null;
  readonly setBy: string;
  /** The number of the rejected request. */
  readonly request: number;
  /** Opaque: what a press about that request carries. */
  readonly press: string;
}

export interface CriterionEnded {
  readonly what: string;
  readonly target: string;
  readonly ended: NonNullable<SetCriterion['ended']>;
  /** Who answers for the playbook. */
  readonly owner: string;
}

/** Says below a rejected card that what it demanded has ended, and what that means. */
export function criterionEnded({ what, target, ended, owner }: CriterionEnded): Message {
  const text = bold(label(what, 150));
  const alias = code(label(target, 40));
  switch (ended.how) {
    case 'met':
      return message(sections([md`✓ Met: ${text}. ${versionName(ended.version)} is ${alias} and shows it.`]));
    case 'lapsed':
      return message(
        sections([
          md`✗ Not met in time: ${text}. It was demanded until ${dateToken(ended.at)}; candidates for ${alias} are not held to it any more.`,
          md`If it still matters, ${label(owner, 60)} can make it evidence of the playbook.`,
        ]),
      );
    case 'withdrawn':
      return message(
        sections(
          [
            md`… ${bold(label(ended.by, 40))} withdrew ${text}: “${label(ended.reason, 600)}”`,
            md`Candidates for ${alias} are not held to it any more.`,
          ],
          900,
        ),
      );
  }
}

/** What is demanded of a model's next candidate, each with a button to withdraw it; none for nothing. */
export function openCriteriaBlocks(criteria: readonly OpenCriterion[]): readonly KnownBlock[] {
  if (criteria.length === 0) return [];
  const shown = criteria.slice(0, 5);
  const rest = criteria.length - shown.length;
  return [
    section(md`${bold('The next candidate has to show')}`),
    ...shown.map((one) => section(openLine(one), withdrawButton(one))),
    ...(rest === 0 ? [] : [context(md`${counted(rest, 'more criterion', 'more criteria')}`)]),
  ];
}

function withdrawButton({ request, press, what }: OpenCriterion): Button {
  const spoken = `Withdraw what R-${request} demands: ${label(what, 60)}`;
  return button('Withdraw…', encodeIntent('criterion-withdraw', { press }), { spoken });
}

function openLine({ what, target, due, setBy, request }: OpenCriterion): Mrkdwn {
  return md`… ${label(what, 150)} for ${code(label(target, 40))}${untilText(due)} (${label(setBy, 40)}, R-${request})`;
}

/** Asks why something is not demanded any more before it is withdrawn. */
export function confirmCriterionWithdrawal(state: {
  readonly what: string;
  readonly model: string;
  readonly target: string;
  readonly request: number;
  readonly press: string;
}): Modal {
  const { what, model, target, request, press } = state;
  const intent = encodeIntent('criterion-withdraw-submit', { press });
  return modal({ title: `Withdraw R-${request}?`, submit: 'Withdraw', close: 'Cancel', intent }, [
    ...sections(
      [
        md`${bold(label(what, 150))} is not demanded any more of candidates of ${code(label(model, 60))} for ${code(label(target, 40))}.`,
        md`The rejection of R-${request} stands. Requests that wait are judged again at once.`,
      ],
      400,
    ),
    input(reasonField, 'Reason', textArea(reasonField, 'Why it does not matter any more', 10), {
      hint: 'It stays on the record and is shown below the rejected card.',
    }),
  ]);
}
