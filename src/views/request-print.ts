import type { ContextBlock } from '@slack/types';
import { isLive } from './approval-stages.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { context } from './blocks.ts';
import { label } from './clean.ts';
import { nextGateText, onHold } from './gates.ts';
import { dateToken, join, type Mrkdwn, md } from './mrkdwn.ts';

/** The small print of a request: while it is open what a yes brings about, then its playbook and what it waits for. */
export function requestPrint(
  { playbook, stage, deadline, heldBy }: ApprovalRequest,
  { effect, waits }: { readonly effect: Mrkdwn; readonly waits: string },
): ContextBlock[] {
  const open = stage.at === 'open';
  const parts = [
    md`Playbook “${label(playbook, 80)}”`,
    ...(isLive(stage) && deadline !== null ? [md`expires ${dateToken(deadline)}`] : []),
    ...(open && stage.nextGate !== null ? [nextGateText(stage.nextGate)] : []),
    ...(open ? onHold(heldBy, waits) : []),
  ];
  return [...(open ? [context(effect)] : []), context(join(parts, ' · '))];
}
