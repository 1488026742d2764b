import { decimal } from '#domain/decimal.ts';
import { finite, holds, sign } from '../condition.ts';
import { isUnknown } from '../facts.ts';
import { own } from '../own.ts';

import { condition, named } from '../schema/values.ts';
import { andList, coded, comparison } from '../words.ts';
import { allOf, definePredicate, reads, unknownFact } from './define.ts';

export const openFindingsPredicate = definePredicate({
  name: 'open_findings',
  summary: "The open findings over all the model's documents meet the condition, for every named severity.",
  schema: named(condition),
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([severity, { op, value: bound }]) =>
          `the number of open ${coded(severity)} findings in the documents of the model is ${comparison(op, bound)}`,
      ),
    ),
  read: (value, { facts }) => {
    let known = 0;
    const total = new Map<string, number>();
    for (const id of Object.keys(facts.documents).sort()) {
      const document = own(facts.documents, id) ?? { unknown: `There is no document ${id}.` };
      if (isUnknown(document)) return unknownFact('open_findings', document.unknown);
      known += 1;
      for (const severity of Object.keys(document.openFindings).sort()) {
        const count = finite(own(document.openFindings, severity) ?? 0);
        if (count === null) return unknownFact('open_findings', `The number of ${severity} findings is not a number.`);
        total.set(severity, (total.get(severity) ?? 0) + count);
      }
    }
    if (known === 0) return unknownFact('open_findings', 'The model has no documents.');
    return allOf(
      Object.entries(value).map(([severity, { op, value: bound }]) => {
        const count = total.get(severity) ?? 0;
        return reads(
          holds(decimal(count), op, decimal(bound)),
          `${count} ${severity} findings (${sign(op)} ${bound}?)`,
        );
      }),
    );
  },
  examples: [{ value: { major: { op: '=', value: 0 } }, facts: { documents: {} }, truth: null }],
});
