import type { JsonObject } from '../json.ts';
import type { Tier } from '../rate-limits.ts';
import type { Token } from '../tokens.ts';
import type { Workspace } from '../workspace.ts';
import type { Arguments } from './arguments.ts';

export interface Call {
  readonly workspace: Workspace;
  readonly args: Arguments;
  readonly caller: Token;
  /** The name of the method. */
  readonly method: string;
}

/** One method of the Web API. `run` answers what stands beside `ok: true`, or refuses with Slack's error. */
export interface Method {
  readonly name: string;
  /** `none`: it needs no token. */
  readonly token: Token['kind'] | 'any' | 'none';
  /** One of these is needed; empty when none is. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  readonly run: (call: Call) => JsonObject;
}

export function defineMethod(method: Method): Method {
  return method;
}
