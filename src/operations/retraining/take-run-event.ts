import type { PipelineRun, PipelineRunner } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { hookEventOf, markHandled } from '#store/hook-events.ts';
import { lockRun, type RunRow, runByKeyOrEngineId } from '#store/runs.ts';
import type { Setting } from '../setting.ts';
import { hookSource } from '../take-hook.ts';
import { seen } from './record-seen.ts';

/**
 * Records what a stored event says of a run of ours: as the engine has the run now, where it can be asked, otherwise as
 * the event tells it, unless something newer is known. One that came before its run was found started waits for that.
 */
export async function takeRunEvent(
  setting: Setting,
  { connection, eventId }: { readonly connection: string; readonly eventId: string },
): Promise<void> {
  const event = { source: hookSource(setting, connection), externalId: eventId };
  const stored = await hookEventOf(setting.db, event);
  const runner = setting.pipelines.get(connection);
  if (stored === null || stored.handledAt !== null || runner === undefined) return;
  const told = stored.raw === null ? null : (runner.eventIn?.(stored.raw) ?? null);
  const run = told === null ? null : await runByKeyOrEngineId(setting.db, setting.workspaceId, { connection, ...told });
  if (told === null || run === null) return await markHandled(setting.db, event);
  const read = run.engineId === null ? null : await readIfAsked(runner, run.engineId);
  await setting.db.transaction(async (tx) => {
    const row = await lockRun(tx, setting.workspaceId, run.id);
    if (row.state === 'starting') return;
    if (read !== null) await seen(setting, tx, row, read);
    else if (isNews(row, told)) await seen(setting, tx, row, withKept(row, told));
    await markHandled(tx, event);
  });
}

/** Whether a failure to read a run means that its engine only sends events. */
export function tellsByEventsOnly(runner: PipelineRunner, error: unknown): boolean {
  if (runner.eventIn === undefined || !(error instanceof UpstreamError)) return false;
  return !error.retryable && !error.mendable && [404, 405, 501].includes(error.status ?? 0);
}

/** The run as its engine has it; null where it does not say, for whatever reason: then the event is what is known. */
async function readIfAsked(runner: PipelineRunner, engineId: string): Promise<PipelineRun | null> {
  try {
    return await runner.getRun(engineId);
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

/** An end is news whenever it comes. Of two tidings of one moment, one that says `queued` is the older. */
function isNews(run: RunRow, told: PipelineRun): boolean {
  if (told.state === 'succeeded' || told.state === 'failed' || told.state === 'cancelled') return true;
  if (told.updatedAt === null || run.changedAt === null) return true;
  const laterMs = Date.parse(told.updatedAt) - run.changedAt.getTime();
  return laterMs > 0 || (laterMs === 0 && (told.state !== 'queued' || run.state === 'queued'));
}

/** An event may leave out what an earlier one told. */
function withKept(run: RunRow, told: PipelineRun): PipelineRun {
  return {
    ...told,
    steps: told.steps.length === 0 ? run.steps : told.steps,
    metrics: Object.keys(told.metrics).length === 0 ? run.metrics : told.metrics,
    produced: told.produced.length === 0 ? run.produced : told.produced,
  };
}
