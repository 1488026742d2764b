import { UpstreamError } from '#errors.ts';
import { connectionFailure } from '../../connection-failure.ts';
import type { GoogleError } from './schema.ts';

/** The name people use for it. */
export const system = 'Vertex AI';

/** What was asked: its name for people (`move alias production of home-ranker to v3`), the permission it takes, and whether it changes anything. */
export interface Asked {
  readonly doing: string;
  readonly permission: string;
  readonly write: boolean;
}

/** The parts of an answer that decide what kind of failure it is. `error` is null unless Google's API itself spoke. */
export interface BadAnswer {
  readonly status: number;
  readonly error: GoogleError | null;
  readonly retryAfterMs: number | null;
}

/** Where a request went, for sentences. */
export interface Place {
  readonly host: string;
  readonly parent: string;
}

/** The failure of a request that got no answer, or only part of one. */
export function noAnswer(asked: Asked, { host }: Place, timeoutMs: number, cause: unknown): UpstreamError {
  const { kind, code } = connectionFailure(cause);
  const failure = (sentence: string, details: { retryable: boolean; ambiguous?: boolean }) =>
    new UpstreamError(system, sentence, details, { cause });
  switch (kind) {
    case 'untrusted':
      return failure(
        `The certificate of ${host} is not trusted (${code}). Install its issuer with NODE_EXTRA_CA_CERTS.`,
        { retryable: false },
      );
    case 'unresolved':
      return failure(`The name ${host} cannot be resolved. Check DNS, and the location in org.yaml.`, {
        retryable: true,
      });
    case 'unreachable':
      return failure(`Vertex AI at ${host} accepts no connection. Check the network between us.`, { retryable: true });
    case 'timeout':
    case 'broken': {
      const what = kind === 'timeout' ? `did not answer within ${timeoutMs / 1000} s` : 'broke the connection off';
      const sentence = `Vertex AI ${what} when asked to ${asked.doing}.${doubt(asked)}`;
      return failure(sentence, { retryable: true, ambiguous: asked.write });
    }
  }
}

/** The failure of a request that was answered with a 3xx, 4xx or 5xx status. */
export function refused(asked: Asked, place: Place, answer: BadAnswer): UpstreamError {
  const { status, error, retryAfterMs } = answer;
  const said = error === null || error.message === '' ? '' : ` It says: ${clip(error.message)}`;
  const failure = (sentence: string, details: { retryable: boolean; ambiguous?: boolean; mendable?: boolean }) =>
    new UpstreamError(system, sentence, { ...details, status, retryAfterMs });
  if (status === 401) {
    const sentence =
      'Google does not accept our credentials for Vertex AI. Renew them; countersign doctor looks again.';
    return failure(sentence, { retryable: false, mendable: true });
  }
  if (status === 403) return failure(forbidden(asked, place, error), { retryable: false, mendable: true });
  if (status === 429) {
    const sentence = `A quota of Vertex AI is used up; nothing was changed. Ask again ${later(retryAfterMs)}, or have the quota raised under IAM & Admin, Quotas.`;
    return failure(sentence, { retryable: true });
  }
  if (status >= 500 || status === 408) {
    const sentence = `Vertex AI failed with status ${status} when asked to ${asked.doing}.${said}${doubt(asked)}`;
    return failure(sentence, { retryable: true, ambiguous: asked.write });
  }
  if (error === null) {
    const sentence = `${place.host} answered ${status} with something that is not Vertex AI when asked to ${asked.doing}. Most likely the location of ${place.parent} and the address do not belong together: check the location in org.yaml.`;
    return failure(sentence, { retryable: false });
  }
  return failure(`Vertex AI refused to ${asked.doing}.${said}`, { retryable: status === 409 && !asked.write });
}

/** The failure of a 2xx answer that cannot be read as what Google documents. */
export function unreadable(
  asked: Asked,
  answer: { readonly status: number; readonly contentType: string },
  cause: unknown,
): UpstreamError {
  const page = answer.contentType.includes('html');
  const what = page
    ? 'a web page came back; a proxy seems to stand before it, so check the address'
    : 'the answer cannot be read; a newer Countersign may know it';
  return new UpstreamError(
    system,
    `Vertex AI was asked to ${asked.doing}, but ${what}.${doubt(asked)}`,
    { status: answer.status, retryable: !page, ambiguous: asked.write },
    { cause },
  );
}

function forbidden(asked: Asked, { parent }: Place, error: GoogleError | null): string {
  if (error?.reason === 'SERVICE_DISABLED') {
    return `The API of Vertex AI is not enabled for ${parent.split('/').slice(0, 2).join('/')}. Enable aiplatform.googleapis.com there.`;
  }
  const permission = error?.permission ?? asked.permission;
  return `Vertex AI does not let us ${asked.doing}. Grant our account ${permission} on ${error?.resource ?? parent}.`;
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
