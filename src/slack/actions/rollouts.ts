import { requestOfPress } from '#operations/load-request.ts';
import { stopConfirmation } from '#operations/rollout/stop-confirmation.ts';
import { stopRollout } from '#operations/rollout/stop-rollout.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import { stopRolloutModal } from '#views/stop-rollout.ts';
import type { Scene } from '../scene.ts';

/** Stopping a rollout whose traffic moves in steps. */
export const rolloutHandlers = {
  'stop-rollout': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    await scene.show({ title: `Stop ${row.code}?`, what: `R-${row.number}` }, async () =>
      stopRolloutModal(await stopConfirmation(setting, { ...scene.signed, requestId: row.id })),
    );
  },
  'stop-rollout-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    const reason = scene.modal?.values.get('reason') ?? '';
    await stopRollout(setting, { ...scene.signed, requestId: row.id, reason });
    const done = `R-${row.number} stops: its traffic goes back first. The card shows the outcome.`;
    await scene.modal?.replace(notice({ title: `Request ${row.code}`, lines: [done] }));
  },
} satisfies Partial<Handlers<Scene>>;
