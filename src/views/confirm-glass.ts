import { unchanged } from './approval-state.ts';
import { askedAct } from './asked-act.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Modal, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, md } from './mrkdwn.ts';
import type { RequestFacts } from './request-facts.ts';
import { duration } from './wording.ts';

/** What somebody is about to do in an emergency, and what it costs them. */
export interface ConfirmGlass {
  readonly facts: RequestFacts;
  /** How many more it takes after this person. */
  readonly missing: number;
  /** Who can, as `Risk or Fraud ML`. */
  readonly roles: string;
  readonly validForMs: number;
  readonly review: {
    readonly by: string;
    readonly withinMs: number;
    readonly ifMissed: 'escalate' | 'rollback';
  };
  /** What was written already of why. */
  readonly reason: string;
  readonly press: string;
}

/** Asks once more before a request is decided past its rules. */
export function confirmGlass(state: ConfirmGlass): Modal {
  const { facts, missing, roles, validForMs, review, press } = state;
  const intent = encodeIntent('break-glass-submit', { press });
  const then =
    missing === 0
      ? md`With your press it starts at once: past missing approvals, evidence, blocks, holds and freezes.`
      : md`It takes ${missing} more of ${label(roles, 100)} within ${duration(validForMs)}. Then it starts at once: past missing approvals, evidence, blocks, holds and freezes. Until then: ${unchanged(facts)}`;
  const missed = review.ifMissed === 'rollback' ? 'it is rolled back' : 'the owner of the playbook is told';
  return modal({ title: `Break glass ${label(facts.code, 10)}?`, submit: 'Break glass', close: 'Cancel', intent }, [
    ...sections(
      [
        md`In an emergency, ${bold(askedAct(facts))} without the approvals it needs.`,
        then,
        md`You owe for it: ${label(review.by, 80)} reviews it within ${duration(review.withinMs)}. If nobody does, ${missed}, and the team promotes nothing more until it is done.`,
      ],
      600,
    ),
    input(
      reasonField,
      'What is the emergency',
      textArea(reasonField, 'What would happen if we waited', 10, state.reason),
      {
        hint: 'It stays on the record and is shown in the channel.',
      },
    ),
    context(md`Code ${code(facts.code)} stands for exactly this version; breaking the glass never changes which`),
  ]);
}
