import type { PipelineRun, PipelineRunner } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import {
  type FoundRun,
  recordNotStarted,
  recordRunStarted,
  recordStartTrouble,
} from '#operations/retraining/record-run.ts';
import { runOrder } from '#operations/retraining/run-order.ts';
import { runnerOf } from '#operations/retraining/training-of-model.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectRow } from '#store/effects.ts';
import { requestById } from '#store/requests.ts';
import { type RunRow, runById } from '#store/runs.ts';
import type { EffectPerformer } from '../perform-effect.ts';

/**
 * Starts the run of an approved retraining, once: what was started under its key before is found and taken, whatever
 * became of the answer.
 */
export function startRun(setting: Setting): EffectPerformer {
  /** Effects that ended because there is no point in another try, until `settled` records it. */
  const final = new Set<string>();
  return {
    kind: 'pipeline.start',
    blocksOrderWhenUnresolved: false,
    // Looking for the key first makes a repetition safe: the engine takes it, or shows what arrived of the last try.
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const run = await runIn(setting, effect);
      const runner = runnerOf(setting, run.connection);
      const read = <T>(call: () => Promise<T>) => (effect.firstSentAt === null ? call() : untilRead(runner, call));
      const found = await read(() => runner.findRun(run.key));
      if (found !== null) return { already: refOf(found) };
      const not = await whyNot(setting, runner, run);
      if (not !== null) {
        if (not.final) final.add(effect.id);
        return { refuse: not.because };
      }
      const order = runOrder(setting, run);
      return { send: async () => refOf(await runner.start(order)) };
    },
    delayed: (effect, error, afterMs) => recordStartTrouble(setting, startIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const ended = final.delete(effect.id);
      const start = startIn(effect);
      if (outcome.state === 'confirmed') return await recordRunStarted(setting, tx, start, foundIn(outcome.ref));
      const { because } = outcome;
      await recordNotStarted(setting, tx, start, { because, final: ended });
    },
  };
}

/** Why a run may not be started any more although it was decided; null if it may. */
async function whyNot(
  setting: Setting,
  runner: PipelineRunner,
  run: RunRow,
): Promise<{ readonly because: string; readonly final: boolean } | null> {
  if (run.cancelAskedAt !== null) return { because: 'It was cancelled before it was started.', final: true };
  const request = await requestById(setting.db, setting.workspaceId, run.requestId);
  if (request === null || request.deadline.getTime() <= Date.parse(setting.now())) {
    return { because: `${runner.title} could not start it in time. Ask for it again.`, final: true };
  }
  const template = await runner.describe(run.pipeline);
  if (template === null) {
    const because = `${runner.title} has no pipeline ${run.pipeline} any more. Put it back, or correct models.yaml.`;
    return { because, final: false };
  }
  if (template.version === run.template) return null;
  return {
    because: `The pipeline ${run.pipeline} has changed since this was asked for. Ask for it again.`,
    final: true,
  };
}

/** After a start was sent no failure to read is final: the run may be there, so it is read until somebody answers. */
async function untilRead<T>(runner: PipelineRunner, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { status, retryAfterMs } = error;
    const details = { status, retryAfterMs, retryable: true, ambiguous: true };
    throw new UpstreamError(runner.title, error.message, details, { cause: error });
  }
}

function startIn({ payload }: EffectRow): { readonly runId: string; readonly executionId: string } {
  return { runId: String(payload.runId), executionId: String(payload.executionId) };
}

async function runIn(setting: Setting, effect: EffectRow): Promise<RunRow> {
  const { runId } = startIn(effect);
  const run = await runById(setting.db, setting.workspaceId, runId);
  if (run === null) throw new Error(`there is no run ${runId}`);
  return run;
}

function refOf({ id, url, state }: PipelineRun): Record<string, unknown> {
  return { engineId: id, url, state };
}

function foundIn({ engineId, url, state }: Record<string, unknown>): FoundRun {
  return {
    engineId: String(engineId),
    url: typeof url === 'string' ? url : null,
    state: state === 'queued' ? 'queued' : 'running',
  };
}
