import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';

export interface RequestOpened {
  readonly number: number;
  readonly code: string;
  readonly model: string;
  readonly version: string;
  readonly target: string;
  /** Where its card is, as `#ml-approvals`. */
  readonly channel: string;
  readonly action: 'promotion' | 'rollback';
}

/** Tells the requester that the request is open, where people decide it, and how to look at it. */
export function requestOpened(state: RequestOpened): Message {
  const what = md`${bold(`${label(state.model, 60)} ${versionName(state.version)}`)} to ${code(state.target)}`;
  const kind = state.action === 'rollback' ? 'Rollback' : 'Promotion';
  return message(
    sections(
      [
        md`${kind} of ${what} is requested as R-${state.number}, code ${code(state.code)}. Its card is in ${label(state.channel, 80)}; you are told when it is decided.`,
        md`${code(`/mlops show R-${state.number}`)} shows the rules, the evidence and the votes.`,
      ],
      600,
    ),
  );
}
