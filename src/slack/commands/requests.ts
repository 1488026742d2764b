import { requestsPage } from '../requests-page.ts';
import { defineCommand } from './command.ts';

export const requests = defineCommand({
  name: 'requests',
  usage: '',
  summary: 'requests that wait, yours to decide first',
  examples: ['/mlops requests'],
  async run(scene) {
    await scene.tell(await requestsPage(scene, 0));
  },
});
