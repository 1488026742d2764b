import { refuse } from './api-refusal.ts';
import type { SlackOptions } from './options.ts';

export interface Token {
  readonly kind: 'bot' | 'app';
  scopes: string[];
  status: 'active' | 'revoked' | 'inactive';
}

/** The app's two tokens; a test may take scopes away from them, revoke them or deactivate them. */
export type Tokens = Map<string, Token>;

/** Ends every bot token, as an uninstall or a new installation does. */
export function killBotTokens(tokens: Tokens): void {
  for (const token of tokens.values()) if (token.kind === 'bot') token.status = 'revoked';
}

/** Who calls a method that needs no token. */
export const NOBODY: Token = { kind: 'bot', scopes: [], status: 'active' };

export function issueTokens(options: SlackOptions): Tokens {
  return new Map<string, Token>([
    [options.botToken, { kind: 'bot', scopes: [...options.scopes], status: 'active' }],
    [options.appToken, { kind: 'app', scopes: ['connections:write'], status: 'active' }],
  ]);
}

/** Refuses with the error Slack gives for a token that is missing, unknown, dead or of the wrong kind. */
export function callerOf(tokens: Tokens, given: string | null, wanted: Token['kind'] | 'any'): Token {
  if (given === null || given === '') return refuse('not_authed');
  const token = tokens.get(given);
  if (token === undefined) return refuse('invalid_auth');
  if (token.status === 'revoked') return refuse('token_revoked');
  if (token.status === 'inactive') return refuse('account_inactive');
  if (wanted !== 'any' && token.kind !== wanted) return refuse('not_allowed_token_type');
  return token;
}

/** Refuses with `missing_scope` unless the token has one of `accepted`; an empty list needs none. */
export function needScope(caller: Token, accepted: readonly string[]): void {
  if (accepted.length === 0 || accepted.some((scope) => caller.scopes.includes(scope))) return;
  refuse('missing_scope', { needed: accepted.join(','), provided: caller.scopes.join(',') });
}
