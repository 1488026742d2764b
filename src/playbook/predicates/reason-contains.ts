import { list, text } from '../schema/values.ts';
import { orList, quoted } from '../words.ts';
import { definePredicate, reads } from './define.ts';

export const reasonContainsPredicate = definePredicate({
  name: 'reason_contains',
  summary: "One of the texts is in the request's reason, in any case.",
  schema: list(text(100)),
  words: (value) => `the reason given contains ${orList(value.map(quoted))}`,
  read: (value, { facts }) => {
    const reason = facts.reason.toLowerCase();
    const found = value.find((one) => reason.includes(one.toLowerCase()));
    return reads(
      found !== undefined,
      found === undefined ? 'the reason says nothing of it' : `the reason says "${found}"`,
    );
  },
  examples: [
    { value: ['hotfix'], facts: { reason: 'HOTFIX for the outage' }, truth: true },
    { value: ['hotfix', 'rollback'], facts: { reason: 'Monthly retraining' }, truth: false },
  ],
});
