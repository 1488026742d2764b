import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from './health.ts';
import { type HookEars, refuseHook } from './hooks.ts';

/** What no route serves: a hook of an unknown connection is refused like a badly signed one; all else is not here. */
export function answerUnrouted(
  onRefused: HookEars['onRefused'],
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    if (request.method === 'POST' && path?.startsWith('/hooks/') === true) refuseHook(request, response, onRefused);
    else answer(response, 404, 'there is nothing here\n');
  };
}
