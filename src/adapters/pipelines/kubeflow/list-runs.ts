import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { KubeflowCalls, Predicate } from './calls.ts';
import type { KubeflowRun } from './schema.ts';
import { openStates } from './states.ts';

/** How long after a run ended its row may still say that it runs: the persistence agent reports with a delay. */
const lateMs = 10 * 60_000;

interface Listed {
  readonly runs: readonly KubeflowRun[];
  readonly nextPageToken: string | null;
}

/**
 * The runs that may have changed since then: first every run that is not over, then those that ended since. The API can
 * sort and filter by creation and end but not by change, so this is exact however long ago a run began; a run that ends
 * between the two halves is in both. A page is empty only if it is the last.
 */
export async function listChanged(calls: KubeflowCalls, changedSince: Instant, pageToken?: string): Promise<Listed> {
  const since = instantAt(Math.max(0, epochMs(changedSince) - lateMs));
  const halves: Readonly<Record<string, Predicate>> = {
    open: { key: 'state', operation: 'IN', string_values: { values: openStates } },
    ended: { key: 'finished_at', operation: 'GREATER_THAN_EQUALS', timestamp_value: since },
  };
  let [half = 'open', token = ''] = split(pageToken);
  for (;;) {
    const predicate = halves[half];
    if (predicate === undefined) return { runs: [], nextPageToken: null };
    const page = await calls.listRuns({
      predicates: [predicate],
      sortBy: 'created_at desc',
      pageSize: 200,
      pageToken: token,
    });
    const done = page.next_page_token === '' || page.runs.length === 0;
    const next = done ? (half === 'open' ? 'ended:' : null) : `${half}:${page.next_page_token}`;
    if (page.runs.length > 0 || next === null) return { runs: page.runs, nextPageToken: next };
    [half = 'ended', token = ''] = split(next);
  }
}

function split(pageToken = 'open:'): readonly string[] {
  const at = pageToken.indexOf(':');
  return [pageToken.slice(0, at), pageToken.slice(at + 1)];
}
