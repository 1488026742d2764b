import { readShortCode } from '#domain/digest.ts';
import { verifyCode } from '#operations/verify-code.ts';
import { verifyModel } from '#operations/verify-model.ts';
import { verifiedCode } from '#views/verified-code.ts';
import { verifiedModel } from '#views/verified-model.ts';
import { defineCommand } from './command.ts';

export const verify = defineCommand({
  name: 'verify',
  usage: '<code> [<model> [version]] or <model>',
  summary: 'what the code on a card stands for, or whether a model’s codes come out of the record again',
  examples: ['/mlops verify K7QF-92', '/mlops verify K7QF-92 fraud-scorer 7', '/mlops verify fraud-scorer'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const [typed = '', ...named] = words.replaceAll('`', ' ').trim().split(/\s+/);
    const shown =
      typed === '' || readShortCode(typed) !== null
        ? verifiedCode(await verifyCode(setting, typed, named))
        : verifiedModel(await verifyModel(setting, typed));
    await scene.tell(shown);
  },
});
