import { UpstreamError } from '#errors.ts';
import type { GoogleApi } from './http.ts';

/** One page of a list that Google keeps by place. */
interface Page {
  readonly nextPageToken: string;
  /** Places that did not answer. */
  readonly unreachable: readonly string[];
}

/**
 * Every page of a list of all places, until a token comes twice; `ask` gives null where there is nothing to list. Throws
 * an UpstreamError for a place that did not answer: what is there would look as if it were gone.
 */
export async function everyPage<T extends Page>(
  { system }: GoogleApi,
  ask: (query: Readonly<Record<string, string | null>>) => Promise<T | null>,
): Promise<readonly T[]> {
  const pages: T[] = [];
  const seen = new Set<string>();
  let pageToken = '';
  do {
    const page = await ask({ pageSize: '500', pageToken: pageToken === '' ? null : pageToken });
    if (page === null) return [];
    if (page.unreachable.length > 0) {
      const sentence = `${system} did not answer for ${page.unreachable.join(', ')}. It is asked again later.`;
      throw new UpstreamError(system, sentence, { retryable: true });
    }
    pages.push(page);
    pageToken = seen.has(page.nextPageToken) ? '' : page.nextPageToken;
    seen.add(page.nextPageToken);
  } while (pageToken !== '');
  return pages;
}
