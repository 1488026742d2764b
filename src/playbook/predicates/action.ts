import { action, list } from '../schema/values.ts';
import { actionNouns, orList } from '../words.ts';
import { definePredicate, reads } from './define.ts';

export const actionPredicate = definePredicate({
  name: 'action',
  summary: 'The action is listed.',
  schema: list(action),
  words: (value) => `what is asked for is ${orList(value.map((one) => actionNouns[one].one))}`,
  read: (value, context) => reads(value.includes(context.facts.action), `the action is ${context.facts.action}`),
  examples: [
    { value: ['promote'], facts: { action: 'promote' }, truth: true },
    { value: 'retire', facts: { action: 'promote' }, truth: false },
  ],
});
