import type { PipelineRun, PipelineRunner } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { changeFollow, type FollowRow, seeFollowed, takeFollow } from '#store/run-follows.ts';
import { connectionsWithLiveRuns, liveRunsOn, type RunRow, runsWithoutResult } from '#store/runs.ts';
import type { Setting } from '../setting.ts';
import { recordSeen, recordUntold, showLagging, showTroubled } from './record-seen.ts';
import { runsToRead } from './runs-to-read.ts';
import { tellsByEventsOnly } from './take-run-event.ts';
import { runnerOf } from './training-of-model.ts';

/** Least time between two listings of one connection. */
const followEveryMs = 20_000;
/** How far the engine's clock and ours may be apart. */
const skewMs = 120_000;
/** A turn that took longer is free for another worker. */
const turnMs = 30_000;
/** Failures in a row after which people are told that what they see may be old. */
export const tellAfter = 3;
const mostPages = 1_000;
/** Runs that are read at the same time, and how long after the turn began no more are: the rest has the next turn. */
const width = 4;
const readForMs = 20_000;

/**
 * Follows the runs of one connection: one listing of what changed, then each run of ours that changed is read whole.
 * What the engine says of waiting is obeyed; after downtime it goes on where it stood.
 */
export async function followRuns(setting: Setting, connection: string): Promise<void> {
  const startedMs = Date.parse(setting.now());
  const turn = { now: new Date(startedMs), until: new Date(startedMs + turnMs) };
  const follow = await takeFollow(setting.db, setting.workspaceId, connection, turn);
  if (follow === null) return;
  const live = await liveRunsOn(setting.db, setting.workspaceId, connection);
  if (live.length === 0) return;
  let done: boolean;
  try {
    done = await look(setting, runnerOf(setting, connection), follow, live, startedMs);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return await putOff(setting, follow, error);
  }
  const calm = { failures: 0, failingSince: null, trouble: null };
  const next = done
    ? { seenUntil: new Date(startedMs), nextAt: new Date(startedMs + followEveryMs) }
    : { nextAt: new Date(startedMs) };
  await changeFollow(setting.db, follow, { ...next, ...calm });
  if (!done) await setting.sendJob(setting.db, 'follow-runs', { connection });
  if (follow.failures >= tellAfter) await showTroubled(setting, live);
  await showLagging(setting, connection);
}

/** Sends the jobs of every connection that has runs to follow, and of every run whose result is not read yet. */
export async function sweepRuns(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  for (const connection of await connectionsWithLiveRuns(db, workspaceId)) {
    await seeFollowed(db, workspaceId, connection, new Date(setting.now()));
    await setting.sendJob(db, 'follow-runs', { connection });
  }
  for (const run of await runsWithoutResult(db, workspaceId)) {
    await setting.sendJob(db, 'finish-run', { runId: run.id });
  }
}

/** False if more had changed than one turn may read; what was read is not read again. */
async function look(
  setting: Setting,
  runner: PipelineRunner,
  follow: FollowRow,
  live: readonly RunRow[],
  startedMs: number,
): Promise<boolean> {
  const listed = await changedOf(runner, live, sinceOf(follow, live));
  const { changed, untold } = runsToRead(live, listed, startedMs);
  const left = [...changed, ...untold];
  const reader = async () => {
    for (let run = left.shift(); run !== undefined; run = left.shift()) {
      await lookAt(setting, runner, run);
      if (Date.parse(setting.now()) - startedMs >= readForMs) return;
    }
  };
  const readers = Array.from({ length: width }, () =>
    reader().catch((error: unknown) => {
      left.length = 0;
      throw error;
    }),
  );
  const [failed] = (await Promise.allSettled(readers)).filter((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return left.length <= untold.length;
}

/** One whose engine only sends events is left to them. */
async function lookAt(setting: Setting, runner: PipelineRunner, run: RunRow): Promise<void> {
  try {
    await recordSeen(setting, run, await runner.getRun(run.engineId ?? ''));
  } catch (error) {
    if (!tellsByEventsOnly(runner, error)) throw error;
    await recordUntold(setting, run);
  }
}

/** Nothing of ours changed before it was ordered; what changed before the last listing has been seen. */
function sinceOf({ seenUntil }: FollowRow, live: readonly RunRow[]): string {
  const ordered = Math.min(...live.map(({ orderedAt }) => orderedAt.getTime()));
  return new Date(Math.max(seenUntil?.getTime() ?? 0, ordered) - skewMs).toISOString();
}

/** What the listing says of our runs, by the engine's id. */
async function changedOf(
  runner: PipelineRunner,
  live: readonly RunRow[],
  changedSince: string,
): Promise<ReadonlyMap<string, PipelineRun>> {
  const ours = new Set(live.map(({ engineId }) => engineId));
  const found = new Map<string, PipelineRun>();
  let pageToken: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const query: { changedSince: string; pageToken?: string } =
      pageToken === null ? { changedSince } : { changedSince, pageToken };
    const { items, nextPageToken } = await runner.listRuns(query);
    for (const run of items) if (ours.has(run.id)) found.set(run.id, run);
    if (nextPageToken === null || nextPageToken === pageToken) return found;
    pageToken = nextPageToken;
  }
  const sentence = `${runner.title} lists more runs than anybody can have changed lately. Ask whoever runs it to look.`;
  throw new UpstreamError(runner.title, sentence, { retryable: true });
}

async function putOff(setting: Setting, follow: FollowRow, error: UpstreamError): Promise<void> {
  const { workspaceId, connection } = follow;
  const failures = follow.failures + 1;
  const afterMs = error.retryAfterMs ?? Math.min(followEveryMs * 2 ** Math.min(follow.failures, 10), 300_000);
  const now = new Date(setting.now());
  await changeFollow(setting.db, follow, {
    nextAt: new Date(now.getTime() + afterMs),
    failures,
    failingSince: follow.failingSince ?? now,
    trouble: error.message,
  });
  if (failures === tellAfter) await showTroubled(setting, await liveRunsOn(setting.db, workspaceId, connection));
}
