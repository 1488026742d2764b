import { UpstreamError } from '#errors.ts';
import { connectionFailure } from '../../connection-failure.ts';

/** What was asked: its name for people (`delete alias shadow of fraud-scorer`), the right it takes, and whether it changes anything. */
export interface Asked {
  readonly doing: string;
  readonly right: string;
  readonly write: boolean;
}

/** The parts of an answer that decide what kind of failure it is. `errorCode` is null unless MLflow itself spoke. */
export interface BadAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly errorCode: string | null;
  /** Secrets already taken out; shown, never interpreted, because it changes between versions. */
  readonly message: string;
  readonly retryAfterMs: number | null;
}

/** The failure of a request that got no answer, or only part of one. */
export function noAnswer(asked: Asked, host: string, timeoutMs: number, cause: unknown): UpstreamError {
  const { kind, code } = connectionFailure(cause);
  if (kind === 'untrusted') {
    const sentence = `The certificate of ${host} is not trusted (${code}). Install its issuer with NODE_EXTRA_CA_CERTS.`;
    return new UpstreamError('MLflow', sentence, { retryable: false }, { cause });
  }
  if (kind === 'unresolved') {
    const sentence = `The name ${host} cannot be resolved. Check the address of MLflow and DNS.`;
    return new UpstreamError('MLflow', sentence, { retryable: true }, { cause });
  }
  if (kind === 'unreachable') {
    const sentence = `MLflow at ${host} accepts no connection. Check that it runs and that its address is right.`;
    return new UpstreamError('MLflow', sentence, { retryable: true }, { cause });
  }
  const what = kind === 'timeout' ? `did not answer within ${timeoutMs / 1000} s` : 'broke the connection off';
  return new UpstreamError(
    'MLflow',
    `MLflow ${what} when asked to ${asked.doing}.${doubt(asked)}`,
    { retryable: true, ambiguous: asked.write },
    { cause },
  );
}

/** The failure of a request that was answered with a 3xx, 4xx or 5xx status. */
export function refused(asked: Asked, host: string, answer: BadAnswer): UpstreamError {
  const { status, retryAfterMs } = answer;
  const said = answer.errorCode === null ? '' : ` It says: ${clip(answer.message)}`;
  const failure = (sentence: string, details: { retryable: boolean; ambiguous?: boolean }) =>
    new UpstreamError('MLflow', sentence, { ...details, status, retryAfterMs });
  if (status === 401) {
    return failure(`MLflow does not accept our credentials. Check user name and password, or the token.`, {
      retryable: false,
    });
  }
  if (status === 403) return failure(forbidden(asked, host, answer), { retryable: false });
  if (status === 429) {
    return failure(
      `MLflow takes no more requests at the moment; nothing was changed. Ask again ${later(retryAfterMs)}.`,
      {
        retryable: true,
      },
    );
  }
  if (status >= 500 || status === 408) {
    return failure(`MLflow failed with status ${status} when asked to ${asked.doing}.${said}${doubt(asked)}`, {
      retryable: true,
      ambiguous: asked.write,
    });
  }
  if (status >= 300 && status < 400) {
    const sentence = `MLflow at ${host} redirects us, as a login page does. Give the address behind the proxy, or a token it accepts.`;
    return failure(sentence, { retryable: false });
  }
  if (answer.errorCode === null) {
    const sentence = `${host} knows no way to ${asked.doing} (status ${status}). Check the address; MLflow 2.9 or later is needed.`;
    return failure(sentence, { retryable: false });
  }
  return failure(`MLflow refused to ${asked.doing}.${said}`, { retryable: false });
}

/** The failure of a 2xx answer that cannot be read as what MLflow documents. */
export function unreadable(
  asked: Asked,
  answer: { status: number; contentType: string },
  cause: unknown,
): UpstreamError {
  const page = answer.contentType.includes('html');
  const what = page
    ? 'a web page came back; a login page or proxy seems to stand before MLflow, so check address and token'
    : 'the answer cannot be read; check that the address is that of an MLflow tracking server';
  return new UpstreamError(
    'MLflow',
    `MLflow was asked to ${asked.doing}, but ${what}.${doubt(asked)}`,
    { status: answer.status, retryable: !page, ambiguous: asked.write },
    { cause },
  );
}

// MLflow itself refuses as a web page or as JSON; its check of the Host header answers in plain text.
function forbidden(asked: Asked, host: string, answer: BadAnswer): string {
  if (answer.errorCode === null && answer.contentType.startsWith('text/plain')) {
    return `MLflow does not serve requests for the host ${host}. Start it with --allowed-hosts ${host} (MLFLOW_SERVER_ALLOWED_HOSTS).`;
  }
  return `MLflow does not let us ${asked.doing}. Give our account ${asked.right}.`;
}

function later(ms: number | null): string {
  return ms === null ? 'in a minute' : `in ${Math.ceil(ms / 1000)} s`;
}

function doubt(asked: Asked): string {
  return asked.write ? ' The change may have been made: look before trying again.' : '';
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
