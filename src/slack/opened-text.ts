import type { RequestRow } from '#operations/setting.ts';
import type { Message } from '#views/frames.ts';
import { type RequestOpened, requestOpened } from '#views/request-opened.ts';

/** Tells the requester where the card of their new request is. */
export function openedText(request: RequestRow): Message {
  return requestOpened({
    number: request.number,
    code: request.code,
    model: request.modelName,
    version: request.version,
    target: request.target,
    channel: request.channel,
    action: actions[request.action] ?? 'promotion',
  });
}

const actions: Readonly<Record<string, RequestOpened['action']>> = {
  rollback: 'rollback',
  change_playbook: 'change of the playbooks',
  retrain: 'retraining',
  silence: 'silence',
  stop: 'stop',
};
