import { requestOfPress } from '#operations/load-request.ts';
import { requestRollback, rollbackConfirmation } from '#operations/request-rollback.ts';
import type { RequestRow } from '#operations/setting.ts';
import { confirmRollback } from '#views/confirm-rollback.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice } from '#views/notice.ts';
import { openedText } from '../opened-text.ts';
import type { Scene } from '../scene.ts';

/** Roll back, from the card of what was promoted. */
export const rollbackHandlers = {
  rollback: async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    await scene.show({ title: 'Roll back?', what: `what held ${row.target} before` }, async () =>
      confirmRollback(await rollbackConfirmation(setting, { ...scene.signed, ...placeOf(row) })),
    );
  },
  'rollback-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    const reason = scene.modal?.values.get('reason') ?? '';
    const request = await requestRollback(setting, { ...scene.signed, ...placeOf(row), reason, confirmed: row.id });
    await scene.modal?.replace(messageNotice(`Request ${request.code}`, openedText(request)));
  },
} satisfies Partial<Handlers<Scene>>;

function placeOf(row: RequestRow) {
  return { model: { registry: row.registry, name: row.modelName, modelId: row.model }, target: row.target };
}
