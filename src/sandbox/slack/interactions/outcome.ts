import type { ActOutcome } from '../../control.ts';
import { type Answer, acked } from '../delivery.ts';

export const TROUBLE = 'We had some trouble connecting. Try again?';

/** What became of an act: `failure` is what Slack tells the person when the app did not ack with 200 in time. */
export function outcomeOf(answer: Answer, failure: string): ActOutcome {
  const well = acked(answer);
  return { acked: well, status: answer.status, ackMs: answer.ms, notice: well ? null : failure };
}

/** Nothing was sent to the app; Slack itself answers the person. */
export function answeredBySlack(notice: string | null): ActOutcome {
  return { acked: false, status: null, ackMs: null, notice };
}
