import { UpstreamError } from '#errors.ts';
import { ForbiddenAddress } from './outgoing-fetch.ts';

/** What is asked of which system: `doing` follows "asked to", as `start fraud-training`; `write` may change something. */
export interface Asked {
  /** The name people use for the system. */
  readonly system: string;
  readonly doing: string;
  readonly write: boolean;
}

/** What came back, whole. `serverMs` is the server's clock by its Date header, in ms since the epoch. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** Parsed, or undefined where it is no JSON. */
  readonly json: unknown;
  readonly retryAfterMs: number | null;
  readonly serverMs: number | null;
}

export interface Wire {
  /** Host and port, as people should read them. */
  readonly host: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/**
 * One request, sent once, without following redirects. Throws an UpstreamError only where no whole answer came; it is
 * ambiguous where a write may have been carried out all the same.
 */
export async function exchange(wire: Wire, asked: Asked, url: string, init: RequestInit): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(wire.timeoutMs);
    const response = await wire.fetch(url, { ...init, redirect: 'manual', signal });
    const text = await response.text();
    const serverMs = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text,
      json: parsed(text),
      retryAfterMs: waitMs(response.headers.get('retry-after'), serverMs),
      serverMs: Number.isNaN(serverMs) ? null : serverMs,
    };
  } catch (cause) {
    throw noAnswer(wire, asked, cause);
  }
}

/** Words that end the sentence about a write whose outcome is not known. */
export function doubt({ write }: Asked): string {
  return write ? ' It may have been done all the same: look before trying again.' : '';
}

/** `in 12 s`, or `in a minute` where nothing was said. */
export function later(ms: number | null): string {
  return ms === null ? 'in a minute' : `in ${Math.ceil(ms / 1000)} s`;
}

/** One line of at most 300 characters. */
export function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const untrusted = /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER))/;

function noAnswer({ host, timeoutMs }: Wire, asked: Asked, cause: unknown): UpstreamError {
  const { system, doing, write } = asked;
  const fail = (sentence: string, retryable: boolean, ambiguous = false) =>
    new UpstreamError(system, sentence, { retryable, ambiguous }, { cause });
  const forbidden = chain(cause).find((error) => error instanceof ForbiddenAddress);
  if (forbidden !== undefined) {
    return new UpstreamError(system, `Nothing was sent. ${forbidden.message}`, { retryable: false, mendable: true });
  }
  const code = codeOf(cause);
  if (untrusted.test(code)) {
    return fail(
      `The certificate of ${host} is not trusted (${code}). Install its issuer with NODE_EXTRA_CA_CERTS.`,
      false,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail(`The name ${host} cannot be resolved. Check the address of ${system} and DNS.`, true);
  }
  if (notSent.has(code) || (syscallOf(cause) === 'connect' && code !== '')) {
    return fail(`${system} at ${host} accepts no connection. Check that it runs and that its address is right.`, true);
  }
  const late = chain(cause).some((error) => error.name === 'TimeoutError' || codeOf(error).endsWith('_TIMEOUT'));
  const what = late ? `did not answer within ${timeoutMs / 1000} s` : 'broke the connection off';
  return fail(`${system} ${what} when asked to ${doing}.${doubt(asked)}`, true, write);
}

/** `Retry-After` as a wait: seconds, or a date that is read against the server's own clock. */
function waitMs(header: string | null, serverMs: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d{1,7}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value) - serverMs;
  return Number.isNaN(until) ? null : Math.max(0, until);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function chain(error: unknown): Error[] {
  const found: Error[] = [];
  for (let e = error; e instanceof Error && found.length < 8; e = e.cause) found.push(e);
  return found;
}

function codeOf(error: unknown): string {
  const codes = chain(error).map((e) => ('code' in e && typeof e.code === 'string' ? e.code : ''));
  return codes.find((code) => code !== '') ?? '';
}

function syscallOf(error: unknown): string {
  const all = chain(error).flatMap((e): unknown[] => (e instanceof AggregateError ? e.errors : [e]));
  const calls = all.map((e) => (e instanceof Error && 'syscall' in e ? e.syscall : ''));
  return calls.find((call): call is string => typeof call === 'string' && call !== '') ?? '';
}
