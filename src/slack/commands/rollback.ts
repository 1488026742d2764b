import { Refusal } from '#errors.ts';
import { modelNamed } from '#operations/find-model.ts';
import { rollbackConfirmation } from '#operations/request-rollback.ts';
import { confirmRollback } from '#views/confirm-rollback.ts';
import { defineCommand } from './command.ts';

export const rollback = defineCommand({
  name: 'rollback',
  usage: '<model> [target]',
  summary: 'give the alias back to the version that held it before',
  examples: ['/mlops rollback fraud-scorer', '/mlops rollback fraud-scorer production'],
  async run(scene, words) {
    const [name, target = 'production'] = words.split(/\s+/);
    if (name === undefined || name === '') {
      throw new Refusal('no_model', 'Say which model, as `/mlops rollback fraud-scorer`.');
    }
    const { setting } = scene.bot;
    const model = await modelNamed(setting, name);
    await scene.show({ title: 'Roll back?', what: `what held ${target} before` }, async () =>
      confirmRollback(await rollbackConfirmation(setting, { ...scene.signed, model, target })),
    );
  },
});
