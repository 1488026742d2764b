import type { PipelineRun } from '#domain/pipeline.ts';
import type { RunRow } from '#store/runs.ts';

/** How long a run that its listing does not name goes unread. */
const quietMs = 15 * 60_000;
/** How many are read at one look of those whose listing cannot tell whether they changed: a thousand cost no more. */
const mostUntold = 50;

/**
 * Which runs to read whole after a listing that is given by the engine's id: what changed, and of those that it cannot
 * tell of, what was not read for longest.
 */
export function runsToRead(
  live: readonly RunRow[],
  listed: ReadonlyMap<string, PipelineRun>,
  nowMs: number,
): { readonly changed: readonly RunRow[]; readonly untold: readonly RunRow[] } {
  const changed: RunRow[] = [];
  const untold: RunRow[] = [];
  for (const run of live) {
    const change = hasChanged(run, listed.get(run.engineId ?? ''), nowMs);
    if (change === null) untold.push(run);
    else if (change) changed.push(run);
  }
  const longest = untold.toSorted((a, b) => (a.readAt?.getTime() ?? 0) - (b.readAt?.getTime() ?? 0));
  return { changed, untold: longest.slice(0, mostUntold) };
}

/** Null where the listing cannot tell. */
function hasChanged(run: RunRow, listed: PipelineRun | undefined, nowMs: number): boolean | null {
  if (run.readAt === null) return true;
  // One that was deleted is in no listing.
  if (listed === undefined) return nowMs - run.readAt.getTime() >= quietMs;
  if (listed.state !== run.state) return true;
  if (listed.updatedAt === null) return null;
  return run.changedAt === null || Date.parse(listed.updatedAt) > run.changedAt.getTime();
}
