import { recordCancelSent } from '#operations/retraining/cancel-run.ts';
import { runnerOf } from '#operations/retraining/training-of-model.ts';
import type { Setting } from '#operations/setting.ts';
import { runById } from '#store/runs.ts';
import type { EffectPerformer } from '../perform-effect.ts';

/** Asks the engine to end a run. Asking twice is asking once, and one that has ended already is left as it is. */
export function cancelRun(setting: Setting): EffectPerformer {
  return {
    kind: 'pipeline.cancel',
    blocksOrderWhenUnresolved: false,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare({ payload }) {
      const run = await runById(setting.db, setting.workspaceId, String(payload.runId));
      const id = run?.engineId ?? null;
      if (run === null || id === null) return { refuse: 'there is no run to cancel' };
      const runner = runnerOf(setting, run.connection);
      return {
        async send() {
          await runner.cancel(id);
          return { engineId: id };
        },
      };
    },
    async settled(tx, { payload }, outcome) {
      const refused = outcome.state === 'confirmed' ? null : outcome.because;
      await recordCancelSent(setting, tx, String(payload.runId), refused);
    },
  };
}
