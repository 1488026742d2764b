import { decimal } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { isUnknown } from '../facts.ts';
import { own } from '../own.ts';
import { condition, named } from '../schema/values.ts';
import { allOf, definePredicate, reads, unknownFact } from './define.ts';

export const openFindingsPredicate = definePredicate({
  name: 'open_findings',
  summary: "The open findings over all the model's documents meet the condition, for every named severity.",
  schema: named(condition),
  read: (value, { facts }) => {
    let known = 0;
    const total: Record<string, number> = {};
    for (const document of Object.values(facts.documents)) {
      if (isUnknown(document)) return unknownFact('open_findings', document.unknown);
      known += 1;
      for (const [severity, count] of Object.entries(document.openFindings)) {
        total[severity] = (own(total, severity) ?? 0) + count;
      }
    }
    if (known === 0) return unknownFact('open_findings', 'The model has no documents.');
    return allOf(
      Object.entries(value).map(([severity, { op, value: bound }]) => {
        const count = own(total, severity) ?? 0;
        return reads(
          holds(decimal(count), op, decimal(bound)),
          `${count} ${severity} findings (${sign(op)} ${bound}?)`,
        );
      }),
    );
  },
  examples: [{ value: { major: { op: '=', value: 0 } }, facts: { documents: {} }, truth: null }],
});
