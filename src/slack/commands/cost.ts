import { labelsOfBill } from '#operations/claims/label-report.ts';
import { askCost } from '#operations/cost/ask-cost.ts';
import { costAnswer } from '#views/cost-answer.ts';
import { labelFindings } from '#views/label-findings.ts';
import { defineCommand } from './command.ts';

export const cost = defineCommand({
  name: 'cost',
  usage: '[labels | team|model|env|label=value …] [--by label] [--last 30d] [--gross]',
  summary:
    'what your team spent, or whatever you name, from the bill as it was read last night; with labels, which labels are wrong',
  examples: ['/mlops cost', '/mlops cost all --by service --last 7d', '/mlops cost all --gross', '/mlops cost labels'],
  async run(scene, words) {
    const { setting } = scene.bot;
    if (words.trim().toLowerCase() === 'labels') return await scene.tell(labelFindings(await labelsOfBill(setting)));
    const asked = { text: words, slackUser: scene.signed.slackUser };
    await scene.tell(costAnswer(await askCost(setting, asked)));
  },
});
