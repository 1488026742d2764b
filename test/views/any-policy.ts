import fc from 'fast-check';
import { policyList, policyOverview } from '#views/policy.ts';
import { type PolicyLine, policyRules } from '#views/policy-rules.ts';
import { instant, maybe, press, rows, text } from './any-state.ts';

const freezeWindow = fc.record({ name: text, from: instant, until: instant });
const policyLine = (depth: number): fc.Arbitrary<PolicyLine> =>
  fc.record({
    lead: maybe(text),
    text,
    default: fc.boolean(),
    from: maybe(text),
    under: depth === 0 ? fc.constant([]) : fc.array(policyLine(depth - 1), { maxLength: 3 }),
  });

/** Every view of policies in arbitrary states. */
export const policyViews: Record<string, fc.Arbitrary<object>> = {
  policyOverview: fc
    .record({
      model: text,
      criticality: maybe(text),
      entries: rows(
        fc.record({
          action: fc.oneof(fc.constantFrom('promote', 'rollback', 'traffic'), fc.constant('something else')),
          target: maybe(fc.constantFrom('production', 'canary')),
          playbook: fc.constantFrom('A playbook', 'Another'),
          onlyIf: rows(text),
          needs: maybe(text),
          evidence: fc.nat(),
          frozen: maybe(freezeWindow),
          nextFreeze: maybe(freezeWindow),
          ambiguous: fc.boolean(),
          key: press,
        }),
      ),
      ungoverned: rows(text),
      owner: text,
    })
    .map(policyOverview),
  policyRules: fc
    .record({
      model: text,
      action: text,
      target: maybe(text),
      playbook: text,
      sections: rows(
        fc.record({ id: fc.constantFrom('rules', 'freezes', 'tests', 'x'), title: text, lines: rows(policyLine(2)) }),
      ),
      today: rows(fc.record({ lead: text, text })),
      freezes: rows(freezeWindow),
      others: rows(text),
      digest: text,
    })
    .map(policyRules),
  policyList: fc
    .record({
      digest: text,
      playbooks: rows(fc.record({ name: text, governs: text, abstract: fc.boolean(), models: fc.nat(), owner: text })),
    })
    .map(policyList),
};
