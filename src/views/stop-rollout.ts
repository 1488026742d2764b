import { unchanged } from './approval-state.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Modal, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, md } from './mrkdwn.ts';
import { type RequestFacts, subjectText } from './request-facts.ts';

export interface StopRollout {
  readonly facts: RequestFacts;
  readonly endpoint: string;
  readonly press: string;
}

/** Asks once more before a rollout is stopped: what goes back, what stays, and why. */
export function stopRolloutModal({ facts, endpoint, press }: StopRollout): Modal {
  const intent = encodeIntent('stop-rollout-submit', { press });
  return modal({ title: `Stop ${label(facts.code, 14)}?`, submit: 'Stop rollout', close: 'Cancel', intent }, [
    ...sections(
      [
        md`${subjectText(facts)} gives its traffic on ${code(label(endpoint, 60))} back, and its deployment is taken away. ${unchanged(facts)}`,
        md`The request ends as failed; whoever asked for it can try it again or ask anew.`,
      ],
      600,
    ),
    input(reasonField, 'Reason', textArea(reasonField, 'What is wrong with it', 10), {
      hint: `${label(facts.requester, 40)} is told, and it stays on the record.`,
    }),
    context(md`Code ${code(facts.code)} stands for what was approved`),
  ]);
}
