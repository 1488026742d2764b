import { suggestion } from '#domain/suggestion.ts';
import { Refusal } from '#errors.ts';
import { modelNamed } from '#operations/find-model.ts';
import { policyList as listOf } from '#operations/policy/policy-list.ts';
import { policyOverview as overviewOf, policyRules as rulesOf } from '#operations/policy/policy-of.ts';
import { policyList, policyOverview } from '#views/policy.ts';
import { policyRules } from '#views/policy-rules.ts';
import { defineCommand } from './command.ts';

const actions = ['promote', 'rollback', 'retire', 'traffic', 'retrain', 'silence', 'stop'];

export const policy = defineCommand({
  name: 'policy',
  usage: '[model] [action] [to <target>]',
  summary: 'what a change of a model needs and who can agree to it today; without a model, the playbooks in force',
  examples: ['/mlops policy fraud-scorer', '/mlops policy fraud-scorer promote to production', '/mlops policy'],
  async run(scene, words) {
    const { setting } = scene.bot;
    const { model: name, action, target } = parsePolicy(words);
    if (name === null) return await scene.tell(policyList(listOf(setting)));
    const model = await modelNamed(setting, name);
    if (action === null && target === null) return await scene.tell(policyOverview(await overviewOf(setting, model)));
    const asked = { action: action ?? 'promote', target, playbook: null };
    await scene.show({ title: 'Rules', what: `the rules for ${model.name}` }, async () =>
      policyRules(await rulesOf(setting, model, asked)),
    );
  },
});

/** Reads `<model> <action> to <target>`; every part may be missing. Throws a Refusal for a word that is no action. */
export function parsePolicy(words: string): {
  readonly model: string | null;
  readonly action: string | null;
  readonly target: string | null;
} {
  const [, what = '', target] = /^(.*?)(?:(?:^|\s)to\s+(\S+))?\s*$/is.exec(words.trim()) ?? [];
  const [model, typed, ...more] = what.split(/\s+/).filter((word) => word !== '');
  const word = [typed, ...more]
    .filter((one) => one !== undefined)
    .join('')
    .replaceAll(/[-_]/g, '')
    .toLowerCase();
  const action = actions.find((one) => one === word);
  if (/^changeplaybooks?$/.test(word)) {
    throw new Refusal(
      'no_such_action',
      'A change of the playbooks is about no model. `/mlops playbooks` shows what is proposed and who has to agree.',
    );
  }
  if (word !== '' && action === undefined) {
    const near = suggestion(word, actions);
    const offer = near === null ? `Name one of ${actions.join(', ')}` : `Did you mean ${near}? Type it`;
    throw new Refusal(
      'no_such_action',
      `“${[typed, ...more].join(' ')}” is nothing that playbooks govern. ${offer}, as \`/mlops policy ${model} ${near ?? 'promote'}\`.`,
    );
  }
  return { model: model ?? null, action: action ?? null, target: target ?? null };
}
