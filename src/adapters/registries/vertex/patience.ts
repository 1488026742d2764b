import { UpstreamError } from '#errors.ts';

const attempts = 5;
const longestMs = 30_000;

/**
 * Reads again what a quota refused, after as long as Vertex AI asks or, if it does not say, ever longer: a listing of
 * thousands of calls would never end otherwise. Gives up after five refusals, or where a wait would be over 30 s.
 */
export async function patiently<T>(wait: (ms: number) => Promise<void>, read: () => Promise<T>): Promise<T> {
  for (let refusals = 1; ; refusals += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.status !== 429 || refusals === attempts) throw error;
      const ms = error.retryAfterMs ?? 1000 * 2 ** refusals;
      if (ms > longestMs) throw error;
      await wait(ms);
    }
  }
}
