import { showCardsAgain } from '#operations/show-cards-again.ts';
import { statusOfModel } from '#operations/status/status-of-model.ts';
import { statusPage } from '#operations/status/status-page.ts';
import { readStatusWords } from '#operations/status/status-scope.ts';
import { modelStatus } from '#views/model-status.ts';
import { statusList } from '#views/status-list.ts';
import { defineCommand } from './command.ts';

export const status = defineCommand({
  name: 'status',
  usage: '[all | team | model]',
  summary:
    'your models, what waits for you first: versions, requests, drift, training and cost; of all, a team or one model',
  examples: ['/mlops status', '/mlops status fraud-scorer', '/mlops status recs', '/mlops status all'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const { slackUser } = scene.signed;
    const asked = await readStatusWords(setting, words);
    if (asked.is === 'model') {
      const shown = await statusOfModel(setting, slackUser, asked.model);
      await scene.tell(modelStatus(shown));
      return await showCardsAgain(
        setting,
        shown.waiting.map(({ request }) => request),
      );
    }
    const page = await statusPage(setting, slackUser, { scope: asked.scope, needsAction: false, offset: 0 });
    await scene.tell(statusList({ ...page, note: asked.note }));
    const yours = page.models.flatMap(({ waiting }) => waiting.filter((line) => line.yours));
    await showCardsAgain(
      setting,
      yours.map(({ request }) => request),
    );
  },
});
