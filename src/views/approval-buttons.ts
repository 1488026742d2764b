import type { Button } from '@slack/types';
import type { ApprovalRequest } from './approval-state.ts';
import { button } from './blocks.ts';
import { encodeIntent } from './intents.ts';
import { subjectName } from './request-facts.ts';

/** What can be pressed at each stage. An ellipsis means that a modal follows. */
export function approvalButtons(state: ApprovalRequest): Button[] {
  const carried = { press: state.press };
  const subject = subjectName(state);
  const approve = button('Approve…', encodeIntent('approve', carried), {
    style: 'primary',
    spoken: `Approve ${subject}`,
  });
  const reject = button('Reject…', encodeIntent('reject', carried), { spoken: `Reject ${subject}` });
  const hold = state.held
    ? button('Release hold', encodeIntent('release', carried), { spoken: `Release the hold on ${subject}` })
    : button('Hold', encodeIntent('hold', carried), { spoken: `Hold the promotion of ${subject}` });
  const details = button('Details', encodeIntent('details', carried), {
    spoken: `Details of the request for ${subject}`,
  });
  const again = button('Request again…', encodeIntent('promote-open', carried), { spoken: `Request ${subject} again` });

  switch (state.stage.at) {
    case 'open':
      return [approve, reject, hold, details];
    case 'blocked': {
      const liftable = state.stage.blocks.some(({ liftedBy }) => liftedBy.length > 0);
      const lift = button('Lift block…', encodeIntent('lift', carried), { spoken: `Lift the block of ${subject}` });
      return [...(liftable ? [lift] : []), reject, details];
    }
    case 'approved':
      return [hold, reject, details];
    case 'promoted': {
      const rollback = button('Roll back…', encodeIntent('rollback', carried), { spoken: `Roll back ${subject}` });
      return [...(state.champion === null ? [] : [rollback]), details];
    }
    case 'failed': {
      const retry = button('Try again', encodeIntent('retry', carried), { spoken: `Try to promote ${subject} again` });
      return [state.stage.retryable ? retry : again, details];
    }
    case 'conflict':
    case 'expired':
      return [again, details];
    case 'executing':
    case 'delayed':
    case 'rejected':
    case 'superseded':
    case 'withdrawn':
      return [details];
  }
}
