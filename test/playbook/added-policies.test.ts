import { describe, expect, it } from 'vitest';
import { withAdded } from '#playbook/change/added-policies.ts';
import { changePolicy } from '#playbook/change/change-policy.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { loaded, now, scene } from './company.ts';

const set = loaded(
  'playbook: 1\nname: Gate\nowner: risk\napplies_to: {action: promote, models: ["**"]}\nrules: [{name: R, needs: {people: {from: risk}}}]\n',
);
const builtIn = changePolicy(set, set, [], []);
const [owned = ''] = builtIn.rules.map(({ name }) => name);

/** The policy of a playbook for changes. */
function added(name: string, rest: string): EffectivePolicy {
  const one = scene(
    `playbook: 1\nname: ${name}\nowner: risk\napplies_to: {action: change_playbook, models: ["**"]}\n${rest}`,
  );
  return effectivePolicy(one.set, one.playbook, 'playbooks');
}

const legal = added('Read by legal', 'rules: [{name: Legal has read it, needs: {people: {from: legal}}}]\n');

function judged(policy: EffectivePolicy, people: readonly string[], at = now) {
  const { facts, vote } = scene(
    'playbook: 1\nname: Gate\nowner: risk\napplies_to: {action: promote, models: ["**"]}\nrules: [{name: R, needs: {people: {from: risk}}}]\n',
  );
  const votes = people.map((person) => vote(person, { evidence: {} }));
  return evaluate(policy, { ...facts, action: 'change_playbook' }, votes, at);
}

describe('playbooks for change_playbook', () => {
  it('without any, the built-in policy is what it was', () => {
    expect(withAdded(builtIn, [])).toBe(builtIn);
    expect(judged(builtIn, ['ops']).status).toBe('approved');
  });

  it('add their rules to the built-in ones, and one person fills one seat of both', () => {
    const policy = withAdded(builtIn, [legal]);
    expect(judged(policy, ['ops']).status).toBe('waiting');
    expect(judged(policy, ['legal-1']).status).toBe('waiting');
    expect(judged(policy, ['ops', 'legal-1']).status).toBe('approved');
    const platform = added(
      'Platform too',
      'rules: [{name: Platform has read it, needs: {people: {from: platform}}}]\n',
    );
    expect(judged(withAdded(builtIn, [platform]), ['ops'])).toMatchObject({ status: 'blocked' });
  });

  it('never take the place of a rule by calling one like it', () => {
    const same = added('Twin', `rules: [{name: "${owned}", needs: {people: {from: legal}}}]\n`);
    const policy = withAdded(builtIn, [same]);
    expect(policy.rules.map(({ name }) => name)).toEqual([owned, `${owned} (Twin)`]);
    expect(judged(policy, ['legal-1']).status).toBe('waiting');
    expect(judged(policy, ['ops', 'legal-1']).status).toBe('approved');
  });

  it('never approve by themselves or in an emergency', () => {
    const easy = added(
      'Easy',
      'auto_approve: {if: {action: [change_playbook]}, needs: {evidence: []}, because: Quick.}\nbreak_glass: {by: [legal], count: 1, only_for: [change_playbook], review: {by: risk, within: 1d, if_missed: escalate}}\nrules: [{name: Legal, needs: {people: {from: legal}}}]\n',
    );
    const policy = withAdded(builtIn, [easy]);
    expect(policy).toMatchObject({ autoApprove: null, breakGlass: null });
    expect(judged(policy, []).status).toBe('waiting');
  });

  it('without a way for this action close it', () => {
    const none = added('No way', 'rules: [{name: Legal, needs: {people: {from: legal}}}]\ndecision: {any: [Legal]}\n');
    const policy = withAdded(builtIn, [{ ...none, decision: { byAction: {} } }]);
    expect(judged(policy, ['ops', 'legal-1']).status).toBe('blocked');
  });

  it('keep evidence apart that two of them call alike', () => {
    const proof = (name: string, least: number) =>
      added(
        name,
        `evidence: [{id: proof, title: Proof, check: {metric: auc, op: ">=", value: ${least}}}]
rules:
  - {name: "Legal, ${name}", if: {any_of: [{evidence: {proof: [missing]}}]}, needs: {people: {from: legal}, evidence: [proof]}}
`,
      );
    const policy = withAdded(builtIn, [proof('A', 0.7), proof('B', 0.9)]);
    expect(policy.evidence.map(({ id }) => id)).toEqual(['proof', 'proof (B)']);
    expect(policy.rules.slice(1).map(({ evidence }) => evidence)).toEqual([['proof'], ['proof (B)']]);
    expect(policy.rules.slice(1).map((rule) => rule.if)).toEqual([
      { any_of: [{ evidence: { proof: ['missing'] } }] },
      { any_of: [{ evidence: { 'proof (B)': ['missing'] } }] },
    ]);
  });

  it('add vetoes, freezes, waits and shorter deadlines', () => {
    const strict = added(
      'Strict',
      `rules: [{name: Legal, needs: {people: {from: legal}}}]
block: {by: [finance]}
timing:
  freeze: [{name: Year end, zone: UTC, from: "2026-03-01T00:00", to: "2026-03-09T00:00", actions: [change_playbook]}]
  wait_after_approval: 1h
  expires_after: 3d
`,
    );
    const policy = withAdded(builtIn, [strict, legal]);
    expect(policy.block.by).toEqual(expect.arrayContaining(['platform', 'finance', 'legal']));
    expect(policy.timing).toMatchObject({ waitAfterApprovalMs: 3_600_000, expiresAfterMs: 3 * 86_400_000 });
    const { status, gates } = judged(withAdded(builtIn, [strict]), ['ops', 'legal-1']);
    expect(status).toBe('approved');
    expect(gates.map(({ gate }) => gate)).toEqual(['freeze', 'wait']);
  });
});
