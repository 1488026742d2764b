/** Why a request got no answer. Only after `timeout` and `broken` can the other side have done what was asked. */
export interface ConnectionFailure {
  readonly kind: 'untrusted' | 'unresolved' | 'unreachable' | 'timeout' | 'broken';
  /** The code of the operating system or of TLS, as `ECONNRESET`; empty if there is none. */
  readonly code: string;
}

const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const untrusted = /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER))/;

/** Reads what `fetch` threw, causes included. */
export function connectionFailure(cause: unknown): ConnectionFailure {
  const code = codeOf(cause);
  if (untrusted.test(code)) return { kind: 'untrusted', code };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'unresolved', code };
  if (notSent.has(code) || (syscallOf(cause) === 'connect' && code !== '')) return { kind: 'unreachable', code };
  return { kind: isTimeout(cause) ? 'timeout' : 'broken', code };
}

function isTimeout(error: unknown): boolean {
  return chain(error).some((e) => e.name === 'TimeoutError' || codeOf(e).endsWith('_TIMEOUT'));
}

function chain(error: unknown): Error[] {
  const found: Error[] = [];
  for (let e = error; e instanceof Error && found.length < 8; e = e.cause) found.push(e);
  return found;
}

function codeOf(error: unknown): string {
  return (
    chain(error)
      .map((e) => ('code' in e && typeof e.code === 'string' ? e.code : ''))
      .find((code) => code !== '') ?? ''
  );
}

function syscallOf(error: unknown): string {
  const first = chain(error).flatMap((e) => (e instanceof AggregateError ? e.errors : [e]));
  const calls = first.map((e: unknown) => (e instanceof Error && 'syscall' in e ? e.syscall : ''));
  return calls.find((call): call is string => typeof call === 'string' && call !== '') ?? '';
}
