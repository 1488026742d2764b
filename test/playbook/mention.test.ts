import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import { explain } from '#playbook/explain/explain.ts';
import { anItem, aPerson, aRole, markedOf, named, unmarked } from '#playbook/mention.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { ballots, knownFacts, policies } from './arbitrary.ts';
import { decision, head, now, scene } from './company.ts';

const naming = {
  person: (id: string) => id.toUpperCase(),
  roles: (ids: readonly string[]) => `the ${ids.join()}`,
  evidence: (id: string) => `“${id}”`,
};
const control = /[\p{Cc}]/u;

describe('ids in sentences', () => {
  it('are replaced by names, and by nothing else', () => {
    const text = `${aPerson('ana')} is not in ${aRole('ana')}, says ana: ${anItem('ana')} changed.`;
    expect(named(text, naming)).toBe('ANA is not in the ana, says ana: “ana” changed.');
    expect(unmarked(text)).toBe('ana is not in ana, says ana: ana changed.');
    expect(named('ana', naming)).toBe('ana');
  });

  it('stand in every sentence of a verdict that names somebody', () => {
    const { judge, vote } = scene(
      `${head}evidence:
  - {id: quality, title: Quality, check: {metric: auc, op: ">=", value: 0.8}}
rules:
  - {name: A, if: {requester_in: [ml]}, needs: {people: {from: risk, count: 2}, evidence: [quality]}}
`,
      { facts: { requester: { person: 'ml-1', kind: 'person' } } },
    );
    const verdict = judge([
      vote('risk-1', { evidence: { quality: 'sha256:older' } }),
      vote('ml-2'),
      vote('risk-2', decision('block')),
    ]);
    const say = (node: { because: string }) => named(markedOf(node), naming);
    expect(verdict.votesNotCounted.map(say)).toEqual([
      '“quality” changed since RISK-1 approved.',
      'ML-2 is not in the risk.',
    ]);
    expect(verdict.blocks.map(say)).toEqual(['RISK-2 blocks it: Looks right to me.']);
    expect(say(verdict)).toBe(
      'RISK-2 blocks it: Looks right to me. Needs 2 more from the risk (RISK-1, RISK-2 or RISK-3).',
    );
    expect(verdict.because).toBe(
      'risk-2 blocks it: Looks right to me. Needs 2 more from risk (risk-1, risk-2 or risk-3).',
    );
  });

  it('leave no mark in what is read', () => {
    const because = (verdict: Verdict) =>
      [
        verdict,
        ...verdict.rules,
        ...verdict.rules.flatMap(({ facts }) => facts),
        ...verdict.votesNotCounted,
        ...verdict.blocks,
        ...verdict.gates,
        ...verdict.unknown,
        ...verdict.flags,
      ].map((node) => node.because);
    fc.assert(
      fc.property(policies, policies, knownFacts, ballots, (pinned, current, facts, some) => {
        const votes = some.map((ballot) => ({
          ...ballot,
          reason: 'For good reasons.',
          at: now,
          subject: facts.subject.digest,
          evidence: {},
        }));
        const verdicts = [
          evaluate(pinned, facts, votes, now),
          stricterOfBoth(pinned, current, facts, votes, now),
          stricterOfBoth(pinned, null, facts, votes, now),
        ];
        for (const verdict of verdicts) {
          for (const sentence of because(verdict)) expect(sentence).not.toMatch(control);
          expect(named(markedOf(verdict), { ...naming, person: (id) => id, roles: (ids) => ids.join(' or ') })).toBe(
            verdict.because,
          );
          const json = explain(verdict, null);
          expect(json).not.toContain('marked');
          expect(canonicalJson(JSON.parse(json))).toBe(json);
        }
      }),
      { numRuns: 150 },
    );
  });
});
