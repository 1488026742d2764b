import type { KubeflowCalls } from './calls.ts';
import { keyOf } from './mapping.ts';
import type { KubeflowRun } from './schema.ts';

/**
 * Every run under this key, the oldest first. There is more than one only if two were started at the same moment: the
 * API knows no key of the caller, so the name carries it.
 */
export async function runsUnder(calls: KubeflowCalls, key: string): Promise<readonly KubeflowRun[]> {
  const found: KubeflowRun[] = [];
  let pageToken = '';
  do {
    const page = await calls.listRuns({
      predicates: [{ key: 'display_name', operation: 'IS_SUBSTRING', string_value: `[${key}]` }],
      sortBy: 'created_at asc',
      pageSize: 200,
      pageToken,
    });
    found.push(...page.runs.filter((run) => keyOf(run) === key));
    pageToken = page.runs.length === 0 ? '' : page.next_page_token;
  } while (pageToken !== '');
  // Whole seconds: the id decides between two of the same second, for everybody alike.
  return found.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.run_id.localeCompare(b.run_id));
}
