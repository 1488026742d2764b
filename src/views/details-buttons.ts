import type { Button } from '@slack/types';
import { unchanged } from './approval-state.ts';
import { button } from './blocks.ts';
import { label } from './clean.ts';
import { encodeIntent } from './intents.ts';
import { md } from './mrkdwn.ts';
import { type RequestFacts, subjectName } from './request-facts.ts';

/** What a reader of the details can do besides what the card offers everybody. */
export function detailsButtons(state: {
  readonly facts: RequestFacts;
  readonly press: string;
  readonly mayTakeBack: boolean;
  readonly mayBlock: boolean;
  readonly mayWithdraw: boolean;
}): Button[] {
  const carried = { press: state.press };
  const subject = subjectName(state.facts);
  return [
    ...(state.mayTakeBack
      ? [
          button('Take back approval…', encodeIntent('take-back', carried), {
            spoken: `Take back your approval of ${subject}`,
          }),
        ]
      : []),
    ...(state.mayBlock ? [button('Block…', encodeIntent('block', carried), { spoken: `Block ${subject}` })] : []),
    ...(state.mayWithdraw ? [withdrawButton(state)] : []),
  ];
}

/** Takes a request back, once it was confirmed what that ends. */
function withdrawButton({ facts, press }: { readonly facts: RequestFacts; readonly press: string }): Button {
  return button('Withdraw request', encodeIntent('withdraw', { press }), {
    style: 'danger',
    confirm: {
      title: `Withdraw ${label(facts.code, 20)}?`,
      text: md`The request ends for everyone and its approvals are spent. ${facts.change === undefined && facts.retraining === undefined && facts.silence === undefined && facts.stop === undefined ? md`Nothing changes in ${label(facts.registry, 40)}.` : unchanged(facts)}`,
      confirm: 'Withdraw',
      deny: 'Keep it',
    },
  });
}
