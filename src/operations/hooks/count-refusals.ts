import type { HookRefusalRow } from '#store/hook-refusals.ts';

/** Counts deliveries that are refused, of which nothing else is kept: nobody knows who sent them. */
export interface RefusalCounts {
  /** `connection` is null for an address of none. `reason` is one of a few words, as `bad-signature`. */
  readonly count: (connection: string | null, reason: string) => void;
  /** Writes down at once what was counted. Rejects, and keeps it, if that is not possible. */
  readonly flush: () => Promise<void>;
}

const hourMs = 3_600_000;
const waitMs = 1_000;

/**
 * Counts in memory and writes once a second, so that a flood of refused deliveries costs the database nothing. `now` is
 * in milliseconds since the epoch; `onError` hears of counts that are written later.
 */
export function countRefusals(
  now: () => number,
  write: (rows: readonly HookRefusalRow[]) => Promise<void>,
  onError: (error: unknown) => void,
): RefusalCounts {
  const counted = new Map<string, HookRefusalRow>();
  let timer: NodeJS.Timeout | null = null;
  const add = (row: HookRefusalRow) => {
    const key = JSON.stringify([row.hour.getTime(), row.connection, row.reason]);
    const before = counted.get(key);
    const lastAt = before !== undefined && before.lastAt > row.lastAt ? before.lastAt : row.lastAt;
    counted.set(key, { ...row, count: row.count + (before?.count ?? 0), lastAt });
  };
  const flush = async () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const rows = [...counted.values()];
    counted.clear();
    try {
      if (rows.length > 0) await write(rows);
    } catch (error) {
      for (const row of rows) add(row);
      throw error;
    }
  };
  return {
    count: (connection, reason) => {
      const lastAt = new Date(now());
      const hour = new Date(Math.floor(lastAt.getTime() / hourMs) * hourMs);
      add({ connection: connection ?? '', reason, hour, count: 1, lastAt });
      timer ??= setTimeout(() => void flush().catch(onError), waitMs).unref();
    },
    flush,
  };
}
