import { maturityPageOf } from '#operations/maturity/present-maturity.ts';
import { scopeNamed } from '#operations/maturity/scope-named.ts';
import { maturityPage } from '#views/maturity-page.ts';
import { defineCommand } from './command.ts';

export const maturity = defineCommand({
  name: 'maturity',
  usage: '[all | team | model]',
  summary:
    'what your models need and have, from records: levels against their targets, fit, delivery, gaps and one next step',
  examples: ['/mlops maturity', '/mlops maturity fraud', '/mlops maturity fraud-scorer', '/mlops maturity all'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const asked = await scopeNamed(setting, words, scene.signed.slackUser);
    await scene.tell(maturityPage(await maturityPageOf(setting, asked)));
  },
});
