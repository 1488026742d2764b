import { requestNamed } from '#operations/load-request.ts';
import { detailsOf } from '#operations/request-details.ts';
import { showCardsAgain } from '#operations/show-cards-again.ts';
import { requestDetails } from '#views/request-details.ts';
import { defineCommand } from './command.ts';

export const show = defineCommand({
  name: 'show',
  usage: '<request>',
  summary: 'the rules, the evidence, the votes and the record of a request',
  examples: ['/mlops show R-1'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const row = await requestNamed(setting, setting.db, words);
    await scene.show({ title: `Request ${row.code}`, what: `R-${row.number}` }, async () =>
      requestDetails(await detailsOf(setting, row, scene.signed.slackUser)),
    );
    await showCardsAgain(setting, [`R-${row.number}`]);
  },
});
