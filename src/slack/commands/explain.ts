import { explainToReader } from '#operations/explain/explain-to-reader.ts';
import { requestNamed } from '#operations/load-request.ts';
import { requestExplanation } from '#views/explain-request.ts';
import { defineCommand } from './command.ts';

export const explain = defineCommand({
  name: 'explain',
  usage: '<request>',
  summary: 'why a request is where it is: what is missing, who could give it, and whether you could',
  examples: ['/mlops explain R-1'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const row = await requestNamed(setting, setting.db, words);
    await scene.tell(requestExplanation(await explainToReader(setting, row, scene.signed.slackUser)));
  },
});
