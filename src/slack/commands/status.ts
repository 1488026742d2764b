import { findModel } from '#operations/find-model.ts';
import { statusOf, statusPage } from '#operations/status-of.ts';
import { modelStatus, statusList } from '#views/status.ts';
import { defineCommand } from './command.ts';

/** Models on one page of the list. */
export const pageSize = 10;

export const status = defineCommand({
  name: 'status',
  usage: '[model]',
  summary: 'versions, aliases and requests of a model, or of all of them',
  examples: ['/mlops status', '/mlops status fraud-scorer'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const model = words === '' ? null : await findModel(setting, words);
    if (model !== null) {
      await scene.tell(modelStatus({ ...(await statusOf(setting, model)), now: setting.now() }));
      return;
    }
    const only = words === '' ? null : words;
    const page = await statusPage(setting, { only, offset: 0, limit: pageSize });
    await scene.tell(statusList({ ...page, offset: 0, only, now: setting.now() }));
  },
});
