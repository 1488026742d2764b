import { z } from 'zod';
import { definePredicate, reads, whenKnown } from './define.ts';

export const incidentPredicate = definePredicate({
  name: 'incident',
  summary: 'Whether a high or critical alert of the model is firing.',
  schema: z.enum(['open', 'none']),
  words: (value) => `${value === 'open' ? 'a' : 'no'} high or critical alert of the model is firing`,
  read: (value, { facts }) =>
    whenKnown('incident', facts.incident, (open) =>
      reads(open === (value === 'open'), open ? 'an alert is firing' : 'no alert is firing'),
    ),
  examples: [
    { value: 'open', facts: { incident: true }, truth: true },
    { value: 'none', facts: { incident: true }, truth: false },
    { value: 'none', facts: { incident: { unknown: 'No monitor is connected.' } }, truth: null },
  ],
});
