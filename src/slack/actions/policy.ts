import { modelOfKey } from '#operations/find-model.ts';
import { policyRules as rulesOf } from '#operations/policy/policy-of.ts';
import type { Handlers } from '#views/intents.ts';
import { policyRules } from '#views/policy-rules.ts';
import type { Scene } from '../scene.ts';

/** The rules behind a line of `/mlops policy`. */
export const policyHandlers = {
  policy: async ({ model: key, ...asked }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'Rules', what: 'the rules' }, async () =>
      policyRules(await rulesOf(setting, await modelOfKey(setting, key), asked)),
    );
  },
} satisfies Partial<Handlers<Scene>>;
