import { criticality, list } from '../schema/values.ts';
import { orList } from '../words.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const alertCriticalityPredicate = definePredicate({
  name: 'alert_criticality',
  summary: 'The criticality of the alert to silence is listed.',
  schema: list(criticality),
  words: (value) => `the criticality of the alert to silence is ${orList(value)}`,
  read: (value, { facts }) =>
    whenKnown('alert_criticality', facts.alertCriticality, (is) =>
      is === null ? reads(false, 'there is no alert') : reads(value.includes(is), `the alert is ${is}`),
    ),
  examples: [
    { value: ['low'], facts: { alertCriticality: 'low' }, truth: true },
    { value: ['low'], facts: { alertCriticality: null }, truth: false },
    { value: ['low'], facts: { alertCriticality: { unknown: 'Not written.' } }, truth: null },
  ],
});
