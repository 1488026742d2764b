import { handTestFormOf, recordHandTest } from '#operations/assess/record-hand-test.ts';
import { entryNamed } from '#operations/find-model.ts';
import { handTestFields, handTestForm } from '#views/hand-test.ts';
import type { Handlers } from '#views/intents.ts';
import { recorded } from '#views/on-record.ts';
import type { Scene } from '../scene.ts';
import { orAgain, valueOf } from './form-again.ts';

/** Tests of the ML Test Score that people did by hand. */
export const handTestHandlers = {
  'hand-test-open': async ({ model }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'Record a test', what: 'the tests' }, async () =>
      handTestForm(await handTestFormOf(setting, { ...scene.signed, model: await entryNamed(setting, model) })),
    );
  },
  'hand-test-submit': async ({ model: id }, scene) => {
    const { setting } = scene.bot;
    const act = { ...scene.signed, model: await entryNamed(setting, id) };
    const filled = {
      test: valueOf(scene, handTestFields.test),
      passed: valueOf(scene, handTestFields.passed),
      note: valueOf(scene, handTestFields.note),
    };
    await orAgain(
      scene,
      'bad_hand_test',
      async () => {
        const { test, passed, until, against } = await recordHandTest(setting, { ...act, filled });
        return recorded({
          title: 'Recorded',
          what: `${test.id} “${test.title}” ${passed ? 'passed' : 'did not pass'}`,
          until: until.toISOString(),
          against,
          meanwhile: 'Both are shown, and the test earns nothing until one of you changes it.',
        });
      },
      async (mistakes) => handTestForm(await handTestFormOf(setting, act, { filled, mistakes })),
    );
  },
} satisfies Partial<Handlers<Scene>>;
