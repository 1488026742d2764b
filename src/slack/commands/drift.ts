import { modelNamed } from '#operations/find-model.ts';
import { driftPages } from '../drift-pages.ts';
import { defineCommand } from './command.ts';

export const drift = defineCommand({
  name: 'drift',
  usage: '[model]',
  summary: 'open drift alerts and silent monitors, or all about the drift of a model',
  examples: ['/mlops drift', '/mlops drift fraud-scorer'],
  async run(scene, words) {
    const model = words === '' ? null : await modelNamed(scene.bot.setting, words);
    await scene.tell(await driftPages(scene, model, 0));
  },
});
