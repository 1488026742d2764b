import { playbooksStatus } from '#operations/playbooks/playbooks-status.ts';
import { playbooksInForce } from '#views/playbooks-in-force.ts';
import { defineCommand } from './command.ts';

export const playbooks = defineCommand({
  name: 'playbooks',
  usage: '',
  summary: 'which playbooks are in force, and what the playbooks folder would change',
  examples: ['/mlops playbooks'],
  async run(scene) {
    await scene.tell(playbooksInForce(await playbooksStatus(scene.bot.setting)));
  },
});
