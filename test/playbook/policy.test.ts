import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#domain/digest.ts';
import { catalogueId, catalogueModel, findCatalogueModel, registryName } from '#playbook/catalogue.ts';
import { effectivePolicy, policyDigest, policyFor } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import type { Parts } from '#playbook/facts.ts';
import { sameParts, subjectDigest } from '#playbook/fingerprint.ts';
import { globMatches } from '#playbook/glob.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import { runInlineTests } from '#playbook/trial/run-inline-tests.ts';
import { head, loaded, now, org, people, problemsOf, scene } from './company.ts';

const rules = 'rules: [{name: R, needs: {people: {from: ml}}}]\n';

describe('the shipped playbooks', () => {
  const dir = new URL('../../playbooks/', import.meta.url);
  const result = loadPlaybooks(
    readdirSync(dir).map((name) => ({ path: `playbooks/${name}`, text: readFileSync(new URL(name, dir), 'utf8') })),
  );

  it('load without a problem and pass their own tests', () => {
    if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
    const results = runInlineTests(result.set);
    expect(results.length).toBeGreaterThan(15);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('leave no model of the catalogue without exactly one playbook to promote or roll back', () => {
    if (!result.ok) throw new Error('they do not load');
    const { set } = result;
    const { facts } = scene(head + rules);
    for (const action of ['promote', 'rollback'] as const) {
      for (const { id, in: names } of set.models.models) {
        const asked = { ...facts, action, model: id, registry: Object.keys(names)[0] ?? '', target: 'production' };
        expect(selectPlaybook(set, asked)).toMatchObject({ ok: true });
      }
    }
  });
});

describe('inline tests', () => {
  it('say what was expected and what came instead', () => {
    const yaml = `${head}${rules}tests:
  - name: wrong in many ways
    given: {criticality: low, roles: {legal-1: [ml]}}
    votes: [ml-1, legal-1, {risk-1: block}]
    expect: {status: approved, filled: {ml: [ml-2]}, missing: {ml: 1}, not_counted: {legal-1: surplus}, gates: [freeze], rules: {R: waiting}, blocked_by: [ml-1]}
`;
    expect(runInlineTests(loaded(yaml))).toEqual([
      {
        playbook: 'Gate',
        path: 'playbooks/gate.yaml',
        name: 'wrong in many ways',
        passed: false,
        differences: [
          'gates: expected ["freeze"], got []',
          'blocked_by: expected ["ml-1"], got []',
          'filled ml: expected ["ml-2"], got ["ml-1"]',
          'missing ml: expected 1, got 0',
          'rule "R": expected "waiting", got "approved"',
        ],
      },
    ]);
  });
});

describe('choosing the playbook', () => {
  const playbook = (name: string, applies: string) =>
    `playbook: 1\nname: ${name}\nowner: risk\napplies_to: {${applies}}\n${rules}`;
  const { facts } = scene(head + rules);
  const choose = (more: object, ...applies: readonly string[]) => {
    const files = Object.fromEntries(applies.map((one, index) => [`p${index}.yaml`, playbook(`P${index}`, one)]));
    const set = loaded(playbook('Other', 'action: silence, models: x'), files);
    const chosen = selectPlaybook(set, { ...facts, model: 'fraud/scorer', ...more });
    return chosen.ok ? chosen.playbook.name : chosen.code;
  };

  it.each([
    ['P0', {}, 'action: promote, models: ["fraud/*"], to: production'],
    ['no_playbook', {}, 'action: promote, models: ["credit/*"], to: production'],
    ['no_playbook', {}, 'action: rollback, models: ["fraud/*"]'],
    ['no_playbook', {}, 'action: promote, models: ["fraud/*"], to: staging'],
    ['no_playbook', {}, 'action: promote, models: ["fraud/*"], from: staging'],
    ['P0', { from: 'staging' }, 'action: promote, models: ["fraud/*"], from: stag*'],
    ['no_playbook', {}, 'action: promote, models: ["fraud/*"], registry: vertex-eu'],
    ['no_playbook', { incident: true }, 'action: promote, models: ["fraud/*"], when: {incident: none}'],
    ['P0', { incident: false }, 'action: promote, models: ["fraud/*"], when: {incident: none}'],
    ['P0', { incident: { unknown: '?' } }, 'action: promote, models: ["fraud/*"], when: {incident: none}'],
  ])('gives %s for %j under {%s}', (expected, more, applies) => {
    expect(choose(more, applies)).toBe(expected);
  });

  it('refuses when several govern', () => {
    expect(choose({}, 'action: promote, models: "**"', 'action: promote, models: "fraud/*"')).toBe('ambiguous');
  });
});

describe('the catalogue', () => {
  const { models } = loaded(head + rules);

  it('finds entries by id and by the registry name, with the star filled in', () => {
    expect(findCatalogueModel(models, 'mlflow', 'fraud-scorer')?.id).toBe('fraud/scorer');
    expect(findCatalogueModel(models, 'mlflow', 'recs-home')).toMatchObject({
      id: 'recs/home',
      in: { mlflow: 'recs-home' },
    });
    expect(findCatalogueModel(models, 'mlflow', 'recs-')).toBeNull();
    expect(findCatalogueModel(models, 'vertex-eu', 'fraud-scorer')).toBeNull();
    expect(catalogueModel(models, 'recs/home')?.in).toEqual({ mlflow: 'recs-home' });
  });

  it('names unlisted models after their connection', () => {
    expect(catalogueId(models, 'mlflow', 'toy')).toBe('mlflow/toy');
    expect(registryName(models, 'mlflow/toy', 'mlflow')).toBe('toy');
    expect(registryName(models, 'recs/home', 'mlflow')).toBe('recs-home');
    expect(registryName(models, 'recs/home', 'vertex-eu')).toBeNull();
  });
});

describe('globs', () => {
  it.each([
    ['a*', 'abc', true],
    ['a*', 'ab/c', false],
    ['a**c', 'ab/b/c', true],
    ['a?c', 'a/c', false],
    ['a?c', 'abc', true],
    ['A', 'a', false],
    ['**', '', true],
    [`${'*a'.repeat(30)}b`, 'a'.repeat(60), false],
    ['a.c', 'abc', false],
  ])('%s on %s is %s', (glob, text, matches) => {
    expect(globMatches(glob, text)).toBe(matches);
  });
});

describe('the effective policy', () => {
  it('has the safe defaults, stricter at high or unknown criticality', () => {
    const set = loaded(head + rules);
    const [playbook] = set.playbooks;
    if (playbook === undefined) throw new Error('no playbook');
    const high = effectivePolicy(set, playbook, 'fraud/scorer');
    const low = effectivePolicy(set, playbook, 'recs/home');
    expect(high).toMatchObject({
      highCriticality: true,
      block: { by: ['ml'], liftedBy: 'same_person', alsoWhen: null },
      hold: { by: ['ml'] },
      delegation: { allowed: true, maxDays: 21, notFor: { criticality: ['critical'] } },
      distinct: { oneSeatPerPerson: true, membership: 'both', joinedAfterOpen: 'ignore', unknownPeople: 'block' },
      autoApprove: null,
      breakGlass: null,
      onChange: { evidence: 'ask_who_cares' },
      timing: { freeze: [], waitAfterApprovalMs: 0, expiresAfterMs: 604_800_000, executeWithinMs: 604_800_000 },
      ask: { channel: '#approvals', onExpiry: 'expire', remindEveryMs: 86_400_000 },
    });
    expect(high.candidate.mustBeKnown).toEqual(high.candidate.digestOf);
    expect(high.rules[0]).toMatchObject({ reason: 'required', maxAgeMs: 604_800_000 });
    expect(low).toMatchObject({ highCriticality: false, distinct: { joinedAfterOpen: 'flag', unknownPeople: 'flag' } });
    expect(low.candidate.mustBeKnown).toEqual(['weights']);
    expect(effectivePolicy(set, playbook, 'mlflow/toy').highCriticality).toBe(true);
  });

  it('has a digest that changes with the rules, the role settings and the catalogue, not with members or the file', () => {
    const digest = (yaml: string, replaced = {}, model = 'fraud/scorer', path = 'gate.yaml') => {
      const set = loaded(yaml, replaced);
      const [playbook] = set.playbooks;
      if (playbook === undefined) throw new Error('no playbook');
      return policyDigest({ ...effectivePolicy(set, playbook, model), path });
    };
    const plain = digest(head + rules);
    expect(digest(head + rules, {}, 'fraud/scorer', 'moved.yaml')).toBe(plain);
    expect(digest(head + rules, { 'people.yaml': people.replace('[ml-1, ml-2, ml-3]', '[ml-1]') })).toBe(plain);
    expect(
      digest(head + rules, { 'people.yaml': people.replace('[ml-1, ml-2, ml-3]', '[ml-1], min_tenure: 1d') }),
    ).not.toBe(plain);
    expect(digest(head + rules, {}, 'recs/home')).not.toBe(plain);
    expect(digest(head + rules.replace('ml', 'risk'))).not.toBe(plain);
  });

  const parent = (more: string) => `playbook: 1
name: Parent
owner: risk
abstract: true
applies_to: {action: promote, models: "**"}
rules: [{name: Above, needs: {people: {from: risk}}}]
${more}`;
  const child = (more: string) => `${head}extends: Parent\n${rules}${more}`;

  it('unites what parents, the baseline and the child demand', () => {
    const replaced = {
      'parent.yaml': parent(
        'block: {by: [risk]}\ntiming: {freeze: [{name: A, zone: UTC, weekly: {from: "sun 01:00", to: "sun 02:00"}}], expires_after: 5d}',
      ),
      'org.yaml': `${org}baseline: {rules: [{name: Base, needs: {people: {from: product}}}], distinct: {unknown_people: block}}\n`,
    };
    const set = loaded(child('block: {by: [legal]}\ntiming: {expires_after: 2d}'), replaced);
    const playbook = set.playbooks.find(({ name }) => name === 'Gate');
    if (playbook === undefined) throw new Error('no playbook');
    const policy = policyFor(set, playbook, null);
    expect(policy.rules.map(({ name }) => name)).toEqual(['Base', 'Above', 'R']);
    expect(policy.decision).toEqual({
      tree: { all: [{ all: [{ all: ['Base'] }, { all: ['Above'] }] }, { all: ['R'] }] },
    });
    expect(policy.block.by).toEqual(['risk', 'legal']);
    expect(policy.timing).toMatchObject({ expiresAfterMs: 2 * 86_400_000, freeze: [{ name: 'A' }] });
  });

  it.each([
    ['timing: {expires_after: 5d}', 'timing: {expires_after: 6d}', 'timing.expires_after'],
    ['timing: {wait_after_approval: 2h}', 'timing: {wait_after_approval: 1h}', 'timing.wait_after_approval'],
    ['delegation: {allowed: false}', 'delegation: {allowed: true}', 'delegation.allowed'],
    ['distinct: {membership: both}', 'distinct: {membership: now}', 'distinct.membership'],
    ['distinct: {unknown_people: block}', 'distinct: {unknown_people: flag}', 'distinct.unknown_people'],
    ['candidate: {digest_of: [weights, code]}', 'candidate: {digest_of: [weights]}', 'candidate.digest_of'],
    ['block: {lifted_by: same_person}', 'block: {lifted_by: [ml]}', 'block.lifted_by'],
    ['block: {also_when: {incident: open}}', 'block: {also_when: {eu_high_risk: true}}', 'block.also_when'],
    ['on_change: {evidence: void_all}', 'on_change: {evidence: ask_who_cares}', 'on_change.evidence'],
    [
      'after_rejection: {same_candidate: never}',
      'after_rejection: {same_candidate: allowed}',
      'after_rejection.same_candidate',
    ],
    [
      'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 0.8}}]',
      'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 0.7}}]',
      'evidence',
    ],
  ])('lets a child tighten but not loosen: %s, %s', (above, below, key) => {
    expect(problemsOf(child(below), { 'parent.yaml': parent(above) }).join()).toContain(`loosened: ${key} is looser`);
    expect(problemsOf(child(below), { 'parent.yaml': parent(`${above}\nmay_be_relaxed: ${key}`) })).toEqual([]);
    expect(problemsOf(child(above), { 'parent.yaml': parent(below) }).join()).not.toContain('it is longer');
  });

  it('lets no child propose what a run made for another alias', () => {
    const proposing = (alias: string, text: string) =>
      `${text.replaceAll('action: promote', 'action: retrain')}\nafter_approval: {promote_to: ${alias}}`;
    const files = { 'parent.yaml': proposing('staging', parent('')) };
    expect(problemsOf(proposing('production', child('')), files).join()).toContain('after_approval.promote_to');
    expect(problemsOf(proposing('staging', child('')), files)).toEqual([]);
  });

  it('lets a child repeat a rule only as strictly', () => {
    const repeat = (people: string) => `${head}extends: Parent\nrules: [{name: Above, needs: {people: ${people}}}]\n`;
    const replaced = { 'parent.yaml': parent('') };
    expect(problemsOf(repeat('{from: risk, count: 2}'), replaced)).toEqual([]);
    expect(problemsOf(repeat('{from: [risk, ml]}'), replaced).join()).toContain('repeated, but not as strictly');
  });
});

describe('two policies at once', () => {
  const one = scene(head + rules);
  const two = scene(`${head}rules: [{name: R, needs: {people: {from: ml}}}, {name: S, needs: {people: {from: risk}}}]`);

  it('decide by the stricter, and show what both miss', () => {
    const votes = one.approve('ml-1');
    expect(evaluate(one.policy, one.facts, votes, now).status).toBe('approved');
    const both = stricterOfBoth(one.policy, two.policy, one.facts, votes, now);
    expect(both).toMatchObject({
      status: 'waiting',
      decidedBy: 'current',
      because: 'Needs 1 more from risk (risk-1, risk-2 or risk-3).',
    });
    const loosened = stricterOfBoth(two.policy, one.policy, one.facts, votes, now);
    expect(loosened).toMatchObject({ status: 'waiting', decidedBy: 'pinned' });
    expect(stricterOfBoth(one.policy, two.policy, one.facts, one.approve('ml-1', 'risk-1'), now).status).toBe(
      'approved',
    );
  });

  it('block when no current playbook is left', () => {
    const verdict = stricterOfBoth(one.policy, null, one.facts, one.approve('ml-1'), now);
    expect(verdict).toMatchObject({ status: 'blocked', gates: [], blocks: [{ code: 'no_current_playbook' }] });
  });
});

describe('digests', () => {
  it('count an unknown part of a subject as null', () => {
    const subject = { registry: 'mlflow', model: 'm', version: '7', parts: { weights: 'sha256:1', code: null } };
    expect(subjectDigest(subject, ['weights', 'code'])).toBe(digestOf(subject));
    expect(subjectDigest({ ...subject, parts: { weights: 'sha256:1' } }, ['code', 'weights'])).toBe(digestOf(subject));
  });

  it('count the parts that the playbook names and no other', () => {
    const version = { registry: 'mlflow', model: 'm', version: '7' };
    const digest = (parts: Parts) => subjectDigest({ ...version, parts }, ['weights', 'code']);
    expect(digest({ weights: 'sha256:1', data: 'sha256:2' })).toBe(digest({ weights: 'sha256:1', data: 'sha256:3' }));
    expect(digest({ weights: 'sha256:1' })).not.toBe(digest({ weights: 'sha256:1', code: 'sha256:2' }));
    expect(sameParts({ weights: 'sha256:1' }, { weights: 'sha256:1', data: 'sha256:2' }, ['weights'])).toBe(true);
    expect(sameParts({ weights: 'sha256:1' }, { weights: 'sha256:1', data: 'sha256:2' }, ['data'])).toBe(false);
  });
});
