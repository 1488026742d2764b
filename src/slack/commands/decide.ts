import { requestNamed } from '#operations/load-request.ts';
import { confirmDecisionFor } from '../confirm-decision-for.ts';
import { type Command, defineCommand } from './command.ts';

export const approve = decision('approve', 'approve a request, after you have seen what you sign');
export const reject = decision('reject', 'reject a request, with a reason');
export const block = decision('block', 'block a request until you lift it, with a reason');

function decision(name: 'approve' | 'reject' | 'block', summary: string): Command {
  return defineCommand({
    name,
    usage: '<request>',
    summary,
    examples: [`/mlops ${name} R-1`],
    async run(scene, words) {
      const { setting } = scene.bot;
      await confirmDecisionFor(scene, await requestNamed(setting, setting.db, words), name);
    },
  });
}
