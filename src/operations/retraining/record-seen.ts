import type { PipelineRun } from '#domain/pipeline.ts';
import type { Executor } from '#store/database.ts';
import { requestById } from '#store/requests.ts';
import { laggingRunsOn } from '#store/run-follows.ts';
import { changeRun, lockRun, type NewRun, type RunRow } from '#store/runs.ts';
import { recordHappening } from '../ledger-entry.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { isLive } from './cancel-run.ts';
import { showRun } from './show-run.ts';

/** Edits of one run's message are at least as far apart, in milliseconds, unless its state changed. */
const editEveryMs = 20_000;

/** Writes down what the engine says of a run; null: it was deleted there. Its message follows, seldom while it runs. */
export async function recordSeen(setting: Setting, { id }: RunRow, read: PipelineRun | null): Promise<void> {
  await setting.db.transaction(async (tx) => {
    await seen(setting, tx, await lockRun(tx, setting.workspaceId, id), read);
  });
}

/** As `recordSeen`, part of the transaction that holds the run. */
export async function seen(setting: Setting, tx: Executor, run: RunRow, read: PipelineRun | null): Promise<void> {
  if (!isLive(run)) return;
  const now = new Date(setting.now());
  const changed = await changeRun(tx, run, { readAt: now, ...(read === null ? gone(now) : said(read, now)) });
  if (!isLive(changed)) return await recordEnd(setting, tx, changed);
  if (changed.state !== run.state) return void (await showRun(setting, tx, changed));
  if (sameSteps(run, changed)) return;
  if (shownLately(changed, now)) await changeRun(tx, changed, { lags: true });
  else await showRun(setting, tx, changed);
}

/** Notes that a run was asked for and its engine does not say; it is asked again as one that no listing names. */
export async function recordUntold(setting: Setting, { id }: RunRow): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const run = await lockRun(tx, setting.workspaceId, id);
    await changeRun(tx, run, { readAt: new Date(setting.now()) });
  });
}

/** Shows what was left unshown because the message had just been edited. */
export async function showLagging(setting: Setting, connection: string): Promise<void> {
  const shownBefore = new Date(Date.parse(setting.now()) - editEveryMs);
  for (const id of await laggingRunsOn(setting.db, setting.workspaceId, connection, shownBefore)) {
    await setting.db.transaction(async (tx) => {
      const run = await lockRun(tx, setting.workspaceId, id);
      if (run.lags && !shownLately(run, new Date(setting.now()))) await showRun(setting, tx, run);
    });
  }
}

/** Shows live runs anew: that their engine does not answer, or does again. */
export async function showTroubled(setting: Setting, runs: readonly RunRow[]): Promise<void> {
  for (const { id } of runs) {
    await setting.db.transaction(async (tx) => {
      const run = await lockRun(tx, setting.workspaceId, id);
      if (isLive(run)) await showRun(setting, tx, run);
    });
  }
}

function said(read: PipelineRun, now: Date): Partial<NewRun> {
  const ended = read.state === 'succeeded' || read.state === 'failed' || read.state === 'cancelled';
  const startedAt = read.startedAt ?? read.createdAt;
  return {
    state: read.state,
    steps: read.steps,
    failure: read.failure,
    metrics: read.metrics,
    produced: read.produced,
    ...(read.url === null ? {} : { url: read.url }),
    ...(read.billingId === undefined ? {} : { billingId: read.billingId }),
    ...(startedAt === null ? {} : { startedAt: new Date(startedAt) }),
    ...(read.updatedAt === null ? {} : { changedAt: new Date(read.updatedAt) }),
    ...(ended ? { endedAt: read.endedAt === null ? now : new Date(read.endedAt) } : {}),
  };
}

function gone(now: Date): Partial<NewRun> {
  return { state: 'gone', endedAt: now };
}

/** The end of a run is on the record; whoever asked for it is told, since an edited message tells nobody. */
async function recordEnd(setting: Setting, tx: Executor, run: RunRow): Promise<void> {
  const request = await requestById(tx, setting.workspaceId, run.requestId);
  if (request === null) throw new Error(`there is no request ${run.requestId}`);
  await showRun(setting, tx, run);
  if (run.state === 'succeeded') await setting.sendJob(tx, 'finish-run', { runId: run.id });
  else {
    await showMessage(setting, tx, {
      key: messageKeys.runEnded(run.id),
      channel: request.requesterSlack,
      content: { view: 'run-ended', runId: run.id },
    });
  }
  await recordHappening(setting, tx, request, {
    event: run.state === 'gone' ? 'run_lost' : 'run_ended',
    details: { run: `T-${run.number}`, engine_id: run.engineId, state: run.state },
  });
}

function sameSteps(a: RunRow, b: RunRow): boolean {
  const brief = ({ steps }: RunRow) =>
    steps.map(({ name, state, message }) => `${name} ${state} ${message ?? ''}`).join();
  return brief(a) === brief(b);
}

function shownLately({ shownAt }: RunRow, now: Date): boolean {
  return shownAt !== null && now.getTime() - shownAt.getTime() < editEveryMs;
}
