import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, clip, doubt } from '../exchange.ts';
import type { GoogleError } from './said-by-google.ts';

/** What one of Google's APIs says of its own where a request failed. */
interface RefusalSentences {
  /** Our token is not accepted. */
  readonly unauthorized: string;
  readonly forbidden: string;
  /** Quota is used up; how long to wait in milliseconds. */
  readonly busy: (waitMs: number) => string;
  /** What answered is not Google's API. */
  readonly elsewhere: string;
  /** What to look at where it refuses anything else; nothing where left out. */
  readonly hint?: string;
}

/** Quotas count per minute. */
const quotaMs = 60_000;

/** The failure of a request that was answered with no 2xx status. Secrets are already out of `said`. */
export function refusedByGoogle(
  asked: Asked,
  answer: Answer,
  said: GoogleError | null,
  sentences: RefusalSentences,
): UpstreamError {
  const { status } = answer;
  const fail = (
    sentence: string,
    details: { retryable: boolean; ambiguous?: boolean; mendable?: boolean; retryAfterMs?: number },
  ) => new UpstreamError(asked.system, sentence, { retryAfterMs: answer.retryAfterMs, ...details, status });
  const mend = { retryable: false, mendable: true };
  if (status === 401) return fail(sentences.unauthorized, mend);
  if (status === 403) return fail(sentences.forbidden, mend);
  if (status === 429) {
    const retryAfterMs = said?.retryDelayMs ?? answer.retryAfterMs ?? quotaMs;
    return fail(sentences.busy(retryAfterMs), { retryable: true, retryAfterMs });
  }
  if (status >= 500 || status === 408) {
    const sentence = `${asked.system} failed with status ${status} when asked to ${asked.doing}.${itSays(said)}${doubt(asked)}`;
    return fail(sentence, { retryable: true, ambiguous: asked.write });
  }
  if (said === null) return fail(sentences.elsewhere, mend);
  const hint = sentences.hint === undefined ? '' : ` ${sentences.hint}`;
  return fail(`${asked.system} refused to ${asked.doing}.${itSays(said)}${hint}`, { retryable: false });
}

/** What Google says, as the end of a sentence; empty where it says nothing. */
export function itSays(said: GoogleError | null): string {
  return said === null || said.message === '' ? '' : ` It says: ${clip(said.message)}`;
}
