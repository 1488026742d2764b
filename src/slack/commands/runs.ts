import { modelNamed } from '#operations/find-model.ts';
import { runsPage } from '../runs-page.ts';
import { defineCommand } from './command.ts';

export const runs = defineCommand({
  name: 'runs',
  usage: '[model]',
  summary: 'training runs under way and lately, of a model or of all',
  examples: ['/mlops runs', '/mlops runs fraud-scorer'],
  async run(scene, words) {
    const model = words === '' ? null : await modelNamed(scene.bot.setting, words);
    await scene.tell(await runsPage(scene, model, 0));
  },
});
