import type { Button } from '@slack/types';
import { isLive, type Stage } from './approval-stages.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { button } from './blocks.ts';
import { label } from './clean.ts';
import { encodeIntent } from './intents.ts';
import { subjectName } from './request-facts.ts';
import { isStoppable } from './rollout.ts';

/** The buttons by which people decide, whatever is decided about; `spoken` is what a screen reader says of two of them. */
function decisionButtons(state: ApprovalRequest, spoken: { readonly hold: string; readonly details: string }) {
  const carried = { press: state.press };
  const subject = subjectName(state);
  return {
    approve: button('Approve…', encodeIntent('approve', carried), { style: 'primary', spoken: `Approve ${subject}` }),
    reject: button('Reject…', encodeIntent('reject', carried), { spoken: `Reject ${subject}` }),
    hold:
      state.heldBy.length > 0
        ? button('Release hold', encodeIntent('release', carried), { spoken: `Release the hold on ${subject}` })
        : button('Hold', encodeIntent('hold', carried), { spoken: spoken.hold }),
    details: button('Details', encodeIntent('details', carried), { spoken: spoken.details }),
  };
}

/** What can be pressed at each stage of what has no version: people decide it or look at it; `failed` stands once it failed. */
export function plainButtons(
  state: ApprovalRequest,
  spoken: { readonly hold: string; readonly details: string },
  failed: readonly Button[] = [],
): Button[] {
  const { approve, reject, hold, details } = decisionButtons(state, spoken);
  switch (state.stage.at) {
    case 'open':
      return [approve, reject, hold, details];
    case 'blocked':
      return [...liftButtons(state), reject, details];
    case 'approved':
      return [hold, reject, details];
    case 'failed':
      return [...failed, details];
    case 'executing':
    case 'delayed':
    case 'promoted':
    case 'conflict':
    case 'rejected':
    case 'expired':
    case 'superseded':
    case 'withdrawn':
      return [details];
  }
}

/** With a block that somebody can lift, the button to do so. */
function liftButtons(state: ApprovalRequest): Button[] {
  const liftable = state.stage.at === 'blocked' && state.stage.blocks.some(({ liftedBy }) => liftedBy.length > 0);
  if (!liftable) return [];
  return [
    button('Lift block…', encodeIntent('lift', { press: state.press }), {
      spoken: `Lift the block of ${subjectName(state)}`,
    }),
  ];
}

/** Where the playbook has an emergency way and it was not gone yet. */
function glassButtons(state: ApprovalRequest): Button[] {
  if (state.breakable !== true || state.glass?.missing === 0) return [];
  return [
    button('Break glass…', encodeIntent('break-glass', { press: state.press }), {
      style: 'danger',
      spoken: `Decide ${subjectName(state)} in an emergency, past its rules`,
    }),
  ];
}

/** Opens the form for a retraining because of a rejection. */
export function retrainButton(state: Pick<ApprovalRequest, 'press' | 'model'>): Button {
  return button('Retrain…', encodeIntent('retrain-rejected', { press: state.press }), {
    spoken: `Retrain ${label(state.model, 40)}`,
  });
}

/** What can be pressed at each stage. An ellipsis means that a modal follows. */
export function approvalButtons(state: ApprovalRequest): Button[] {
  const carried = { press: state.press };
  const subject = subjectName(state);
  const { approve, reject, hold, details } = decisionButtons(state, {
    hold: `Hold the promotion of ${subject}`,
    details: `Details of the request for ${subject}`,
  });
  const again = button('Request again…', encodeIntent('promote-open', carried), { spoken: `Request ${subject} again` });

  const glass = glassButtons(state);
  const begun = (state.glass?.missing ?? 0) > 0;
  const rollback = button('Roll back…', encodeIntent('rollback', carried), { spoken: `Roll back ${subject}` });
  if (state.keeps === true && !isLive(state.stage)) return [...(unkept(state.stage) ? [rollback] : []), details];
  switch (state.stage.at) {
    case 'open':
      return [approve, reject, hold, ...(begun ? glass : []), details];
    case 'blocked':
      return [...liftButtons(state), reject, ...glass, details];
    case 'approved':
      if (state.glass?.missing === 0) return [reject, details];
      return [hold, reject, ...(state.stage.gates.length > 0 ? glass : []), details];
    case 'promoted':
      return [...(state.champion === null ? [] : [rollback]), details];
    case 'failed': {
      const retry = button('Try again', encodeIntent('retry', carried), { spoken: `Try to promote ${subject} again` });
      return [state.stage.retryable ? retry : again, details];
    }
    case 'conflict':
    case 'expired':
      return [again, details];
    case 'executing': {
      const { rollout } = state.stage;
      const stop = button('Stop…', encodeIntent('stop-rollout', carried), { spoken: `Stop the rollout of ${subject}` });
      return [...(rollout !== undefined && isStoppable(rollout) ? [stop] : []), details];
    }
    case 'rejected':
      return [...(state.retrainable === true ? [retrainButton(state)] : []), details];
    case 'delayed':
    case 'superseded':
    case 'withdrawn':
      return [details];
  }
}

/** Whether it ended without a yes, so that going back is what people may want. */
function unkept({ at }: Stage): boolean {
  return at === 'rejected' || at === 'expired' || at === 'withdrawn';
}
