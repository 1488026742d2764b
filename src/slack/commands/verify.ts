import { verifyCode } from '#operations/verify-code.ts';
import { verifiedCode } from '#views/verified-code.ts';
import { defineCommand } from './command.ts';

export const verify = defineCommand({
  name: 'verify',
  usage: '<code> [<model> [version]]',
  summary: 'what the code on a card stands for, to tell our cards from those of others',
  examples: ['/mlops verify K7QF-92', '/mlops verify K7QF-92 fraud-scorer 7'],
  async run(scene, words) {
    await scene.tell(verifiedCode(await verifyCode(scene.bot.setting, words)));
  },
});
