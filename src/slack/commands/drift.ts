import { drillAsked } from '#operations/drills/drill-asked.ts';
import { modelNamed } from '#operations/find-model.ts';
import { drillStarted } from '#views/drill-started.ts';
import { driftPages } from '../drift-pages.ts';
import { defineCommand } from './command.ts';

export const drift = defineCommand({
  name: 'drift',
  usage: '[[test] <model>]',
  summary: 'open drift alerts and silent monitors, all about the drift of a model, or a drill of its alerts',
  examples: ['/mlops drift', '/mlops drift fraud-scorer', '/mlops drift test fraud-scorer'],
  async run(scene, words) {
    const drilled = /^test\s+(\S.*)$/i.exec(words)?.[1];
    if (drilled !== undefined) {
      const { setting } = scene.bot;
      const of = await modelNamed(setting, drilled);
      return await scene.tell(drillStarted(await drillAsked(setting, scene.signed, of)));
    }
    const model = words === '' ? null : await modelNamed(scene.bot.setting, words);
    await scene.tell(await driftPages(scene, model, 0));
  },
});
