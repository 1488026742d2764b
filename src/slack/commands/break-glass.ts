import { Refusal } from '#errors.ts';
import { requestForGlass } from '#operations/break-glass/request-for-glass.ts';
import { confirmGlassFor } from '../confirm-glass-for.ts';
import { defineCommand } from './command.ts';

export const breakGlass = defineCommand({
  name: 'break-glass',
  usage: '<model> <version> [reason]',
  summary: 'decide in an emergency past the rules, where the playbook lets you; a review is owed',
  examples: ['/mlops break-glass fraud-scorer 7', '/mlops break-glass fraud-scorer 7 cards are declined everywhere'],
  async run(scene, words) {
    const [, model, version, reason = ''] = /^(\S+)\s+(\S+)(?:\s+(.*))?$/s.exec(words.trim()) ?? [];
    if (model === undefined || version === undefined) {
      throw new Refusal('no_model', 'Say which model and version, as `/mlops break-glass fraud-scorer 7`.');
    }
    const row = await requestForGlass(scene.bot.setting, model, version);
    await confirmGlassFor(scene, row, row, reason);
  },
});
