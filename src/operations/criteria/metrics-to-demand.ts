import { isUnknown } from '#playbook/facts.ts';
import type { RequestRow } from '#store/requests.ts';
import { loadRequest } from '../load-request.ts';
import type { Setting } from '../setting.ts';

/** A metric that can be demanded; `value` is that of the version a request is about, null if it has none. */
export interface DemandableMetric {
  readonly name: string;
  readonly value: number | null;
}

/** Slack keeps no more of an option. */
const longestName = 75;

/**
 * The metrics of a request's candidate whose names contain `text`, by name, at most `limit`. What was typed stands first
 * where no metric is called so: a metric may be demanded that was never measured.
 */
export async function metricsToDemand(
  setting: Setting,
  row: RequestRow,
  text: string,
  limit: number,
): Promise<readonly DemandableMetric[]> {
  const { facts } = await loadRequest(setting, setting.db, row);
  const { candidate } = facts.metrics;
  const known = Object.entries(isUnknown(candidate) ? {} : candidate)
    .filter(([name]) => name.length <= longestName)
    .map(([name, { value }]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const typed = text.trim();
  const other = typed !== '' && typed.length <= longestName && !known.some(({ name }) => name === typed);
  const matching = known.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  return [...(other ? [{ name: typed, value: null }] : []), ...matching].slice(0, limit);
}
