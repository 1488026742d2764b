import { runNamed } from '#operations/retraining/present-run.ts';
import { confirmCancelFor } from '../confirm-cancel-for.ts';
import { defineCommand } from './command.ts';

export const cancel = defineCommand({
  name: 'cancel',
  usage: '<run>',
  summary: 'end a training run, after you have confirmed it',
  examples: ['/mlops cancel T-1'],
  async run(scene, words) {
    await confirmCancelFor(scene, await runNamed(scene.bot.setting, words));
  },
});
