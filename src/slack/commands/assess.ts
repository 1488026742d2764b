import { Refusal } from '#errors.ts';
import { assessFormOf } from '#operations/assess/assess-form.ts';
import { assessmentNow } from '#operations/assess/present-assessment.ts';
import { entryNamed } from '#operations/find-model.ts';
import { assessForm } from '#views/assess-form.ts';
import { assessment } from '#views/assessment.ts';
import { messageNotice } from '#views/notice.ts';
import { defineCommand } from './command.ts';

const title = 'Assess a use case';

export const assess = defineCommand({
  name: 'assess',
  usage: '<model>',
  summary:
    'eight questions about what a model is used for, and which capabilities it needs for that and which it does not',
  examples: ['/mlops assess fraud-scorer'],
  async run(scene, words) {
    if (words.trim() === '') {
      throw new Refusal('which_model', 'Name the model, as `/mlops assess fraud-scorer`. `/mlops status` lists them.');
    }
    const { setting } = scene.bot;
    await scene.show({ title, what: 'what is known of it' }, async () => {
      const model = await entryNamed(setting, words);
      try {
        return assessForm(await assessFormOf(setting, { ...scene.signed, model }));
      } catch (error) {
        // Whoever may not answer still may know what it needs, and the answer says who may.
        if (!(error instanceof Refusal) || error.code !== 'may_not_answer') throw error;
        return messageNotice(title, assessment(await assessmentNow(setting, model.modelId)));
      }
    });
  },
});
