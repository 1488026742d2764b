import { prepareCancel } from '#operations/retraining/cancel-run.ts';
import { presentRun } from '#operations/retraining/present-run.ts';
import type { RunRow } from '#operations/setting.ts';
import { confirmCancelRun } from '#views/confirm-cancel-run.ts';
import type { Scene } from './scene.ts';

/** Opens the modal that confirms the end of a run, once it is clear that this person may end it. */
export async function confirmCancelFor(scene: Scene, run: RunRow): Promise<void> {
  const { setting } = scene.bot;
  await prepareCancel(setting, { ...scene.signed, run });
  await scene.show({ title: `Cancel T-${run.number}?`, what: `T-${run.number}` }, async () =>
    confirmCancelRun(await presentRun(setting, run)),
  );
}
