import { findByWords } from '#operations/find/find-models.ts';
import { foundModels } from '#views/found-models.ts';
import { defineCommand } from './command.ts';

export const find = defineCommand({
  name: 'find',
  usage: '<words> [team=… | owner=… | criticality=… | use_case=… | capability=… | label=…]',
  summary: 'models by what they do, whose they are and how much depends on them, and why each was found',
  examples: ['/mlops find card payments', '/mlops find team=recs', '/mlops find owner=kim criticality=high'],
  async run(scene, words) {
    await scene.tell(foundModels(await findByWords(scene.bot.setting, words, 0)));
  },
});
