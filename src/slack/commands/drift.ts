import { driftListOf, driftPageOf } from '#operations/drift-answers/drift-overview.ts';
import { modelNamed } from '#operations/find-model.ts';
import { driftList } from '#views/drift-list.ts';
import { driftPage } from '#views/drift-page.ts';
import { defineCommand } from './command.ts';

export const drift = defineCommand({
  name: 'drift',
  usage: '[model]',
  summary: 'open drift alerts and silent monitors, or all about the drift of a model',
  examples: ['/mlops drift', '/mlops drift fraud-scorer'],
  async run(scene, words) {
    const { setting } = scene.bot;
    if (words === '') return await scene.tell(driftList(await driftListOf(setting, 0)));
    await scene.tell(driftPage(await driftPageOf(setting, await modelNamed(setting, words), 0)));
  },
});
