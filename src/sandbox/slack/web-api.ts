import { ApiRefusal } from './api-refusal.ts';
import type { JsonObject } from './json.ts';
import { Arguments } from './methods/arguments.ts';
import { scopesOfContent } from './methods/content-scopes.ts';
import type { Method } from './methods/define-method.ts';
import { METHODS } from './methods/index.ts';
import { JSON_TYPE, type Reply, tooManyRequests } from './reply.ts';
import { callerOf, NOBODY, needScope, type Token } from './tokens.ts';
import type { Workspace } from './workspace.ts';

const methods = new Map(METHODS.map((method) => [method.name, method]));

/** Calls one method: token first, then scope, then rate limit, then the work. `bearer` wins over a token argument. */
export function callMethod(workspace: Workspace, name: string, given: JsonObject, bearer: string | null): Reply {
  const args = new Arguments(given);
  const method = methods.get(name);
  try {
    if (method === undefined) throw new ApiRefusal('unknown_method', { req_method: name });
    const caller = callerFor(workspace, method, bearer, args);
    const reply = answer(workspace, method, caller, args);
    return { ...reply, headers: { ...reply.headers, ...scopeHeaders(method, caller) } };
  } catch (error) {
    return refusalReply(error);
  }
}

/** An app-level token counts only in the header. */
function callerFor(workspace: Workspace, method: Method, bearer: string | null, args: Arguments): Token {
  if (method.token === 'none') return NOBODY;
  const given = method.token === 'app' ? bearer : (bearer ?? args.text('token'));
  return callerOf(workspace.tokens, given, method.token);
}

function answer(workspace: Workspace, method: Method, caller: Token, args: Arguments): Reply {
  try {
    needScope(caller, method.scopes);
    needScope(caller, scopesOfContent(args));
    const seconds = secondsToWait(workspace, method, args);
    if (seconds > 0) return tooManyRequests(seconds);
    return {
      status: 200,
      headers: JSON_TYPE,
      body: { ok: true, ...method.run({ workspace, args, caller, method: method.name }) },
    };
  } catch (error) {
    return refusalReply(error);
  }
}

function secondsToWait(workspace: Workspace, method: Method, args: Arguments): number {
  if (workspace.options.rateLimits === 'off') return 0;
  const place = method.tier === 'post' ? ` ${args.text('channel') ?? ''}` : '';
  return workspace.limits.take(`${workspace.state.team.id} ${method.name}${place}`, method.tier);
}

function scopeHeaders(method: Method, caller: Token): Record<string, string> {
  const own = { 'x-oauth-scopes': caller.scopes.join(',') };
  return method.scopes.length === 0 ? own : { ...own, 'x-accepted-oauth-scopes': method.scopes.join(',') };
}

/** Slack refuses with HTTP 200. Rethrows what is no refusal. */
export function refusalReply(error: unknown): Reply {
  if (!(error instanceof ApiRefusal)) throw error;
  return { status: 200, headers: JSON_TYPE, body: { ok: false, error: error.code, ...error.details } };
}
