import { describe, expect, it } from 'vitest';
import { changePolicy, needsOf } from '#playbook/change/change-policy.ts';
import { changesBetween } from '#playbook/change/changes-between.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { before, changed, gate, inForce, setOf } from './change-company.ts';

describe('who must agree', () => {
  const needs = (after: PlaybookSet, newly: readonly string[] = []) => {
    const { owners, disempowered } = needsOf(before, after, changesBetween(before, after), newly);
    return [...owners.keys(), ...disempowered];
  };

  it('is the owner of each changed file, and each role that loses something', () => {
    expect(needs(changed('gate.yaml', 'expires_after: 3d', 'expires_after: 2d'))).toEqual(['risk']);
    expect(needs(changed('gate.yaml', '{from: product}', '{from: [product, ml]}'))).toEqual(['risk', 'product']);
    expect(needs(changed('people.yaml', 'legal: {people: [legal-1]}', 'legal: {people: [legal-1, ml-1]}'))).toEqual([
      'platform',
      'legal',
    ]);
    expect(
      needs(changed('gate.yaml', 'count: 2}, evidence: [quality, ratio]', 'count: 1}, evidence: [quality, ratio]')),
    ).toEqual(['risk']);
  });

  it('is everybody who decides there, if a recorded decision would come out approved although no change shows it', () => {
    const tighter = changed('gate.yaml', 'expires_after: 3d', 'expires_after: 2d');
    expect(needs(tighter, ['R-7'])).toEqual(['risk', 'finance', 'legal', 'ml', 'product']);
  });

  it('asks nobody more where the change that did it has asked its roles', () => {
    const count = changed(
      'gate.yaml',
      'count: 2}, evidence: [quality, ratio]',
      'count: 1}, evidence: [quality, ratio]',
    );
    expect(needs(count, ['R-7'])).toEqual(['risk']);
    const tolerance = changed('gate.yaml', 'tolerance: 0.002', 'tolerance: 0.01');
    expect(needs(tolerance)).toEqual(['risk']);
    expect(needs(tolerance, ['R-7'])).toEqual(['risk', 'finance', 'legal', 'ml', 'product']);
  });

  it('is the owner as the set in force says it, also when the file moves or gives itself another owner', () => {
    const after = setOf({ ...inForce, 'gate.yaml': gate.replace('owner: risk', 'owner: ml') });
    expect(needs(after)).toEqual(['risk']);
    const moved = { ...after, playbooks: after.playbooks.map((one) => ({ ...one, path: 'playbooks/moved.yaml' })) };
    expect(needs(moved)).toEqual(['risk']);
  });

  it('is a policy that nobody can pass alone, automatically or by breaking glass', () => {
    const after = changed('gate.yaml', '{from: product}', '{from: [product, ml]}');
    const policy = changePolicy(before, after, changesBetween(before, after), []);
    expect(policy).toMatchObject({ autoApprove: null, breakGlass: null, highCriticality: true });
    expect(policy.rules.map(({ name, people: seats, allow, reason }) => [name, seats, allow, reason])).toEqual([
      ['Risk, the owner of gate.yaml, agrees', [{ from: ['risk'], count: 1 }], [], 'required'],
      ['Product agrees to what it loses', [{ from: ['product'], count: 1 }], [], 'required'],
    ]);
    expect(policy.roles).toHaveProperty('ml');
  });
});
