import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Facts } from '#playbook/facts.ts';
import { runInlineTests } from '#playbook/trial/run-inline-tests.ts';
import type { Status } from '#playbook/verdict.ts';
import { decision, head, loaded, member, org, otherDigest, people, problemsOf, type Scene, scene } from './company.ts';
import { one, two } from './keys/written.ts';

/** The rows of the page: what policy-bot says, and whether we have it. */
const rows = [...readFileSync('docs/conformance.md', 'utf8').matchAll(/^\| ((?:`[^`]+`|[ \w])+) \| (.+) \|$/gm)]
  .map(([, theirs = '', ours = '']) => ({ theirs: theirs.trim(), ours }))
  .filter(({ theirs }) => theirs !== 'policy-bot');

type Facets = Partial<Facts>;
const unknown = { unknown: 'Nobody answered.' };
const quality = 'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 0.8}, cares: []}]\n';

function status(
  yaml: string,
  approvers: readonly string[],
  facts: Facets = {},
  more: Parameters<typeof scene>[1] = {},
) {
  const { judge, approve } = scene(head + yaml, more);
  return judge(approve(...approvers), facts).status;
}

/** A playbook that approves for one set of facts and people, and does not for another. */
function differs(yaml: string, yes: readonly [readonly string[], Facets?], no: readonly [readonly string[], Facets?]) {
  return () => {
    expect(status(yaml, ...yes)).toBe('approved');
    expect(status(yaml, ...no)).not.toBe('approved');
  };
}

/** A condition under which legal is asked as well: with `yes` facts it is, with `no` facts it is not. */
function applies(condition: string, yes: Facets, no: Facets) {
  const yaml = `${one}  - {name: L, if: ${condition}, needs: {people: {from: legal}}}`
    .replace('rules: [', 'rules:\n  - ')
    .replace('}]\n', '}\n');
  return () => {
    const states = (facts: Facets) => scene(head + yaml).judge([], facts).rules[1]?.state;
    expect([states(yes), states(no)]).toEqual(['waiting', 'not_applicable']);
  };
}

/** Their word is refused as a key at this place, so that nobody believes it does something. */
function refused(yaml: (key: string) => string, key: string) {
  return () => {
    expect(problemsOf(yaml(''))).toEqual([]);
    expect(problemsOf(yaml(key)).join()).toMatch(/unknown_key|later/);
  };
}

const option = (key: string) => head + one.replace('{from: ml}}', `{from: ml}}, options: {${key}}`);
const condition = (key: string) => head + one.replace('name: R', `name: R, if: {action: promote${key}}`);
const inNeeds = (key: string) => head + one.replace('{from: ml}', `{from: ml${key}}`);
const top = (key: string) => `${head}${one}${key}\n`;
const options = (allow: string) => one.replace('{from: ml}}', `{from: ml}}, options: {${allow}}`);

const parts = (...changed: readonly string[]): Facets => {
  const all = Object.keys(scene(head + one).facts.subject.parts);
  const of = (version: string) =>
    Object.fromEntries(all.map((part) => [part, changed.includes(part) ? version : 'same']));
  const { subject } = scene(head + one).facts;
  return {
    champion: { version: '1', digest: 'd', parts: of('old'), since: '2026-01-01' },
    subject: { ...subject, parts: of('new') },
  };
};
const asked = (person: string) => ({ requester: { person, kind: 'person' as const } });
const run = (state: 'success' | 'failed') => ({ pipelines: { tests: { status: state, asOf: null } } });
const grew = (rows: number) => ({ sizeOfChange: { rows } });

function seen(yaml: string, votes: (one: Scene) => Parameters<Scene['judge']>[0]): Status {
  const stage = scene(head + yaml);
  return stage.judge(votes(stage)).status;
}

const cases: Readonly<Record<string, () => void>> = {
  '`name`': () => expect(scene(head + one).judge().route).toEqual(['R']),
  '`description`': () => {
    const yaml = head + one.replace('name: R', 'name: R, why: Two pairs of eyes.');
    expect(scene(yaml).judge().rules[0]?.why).toBe('Two pairs of eyes.');
  },
  '`requires.count`': () => {
    expect(status(one, ['ml-1'])).toBe('approved');
    expect(status(one, [])).toBe('waiting');
    const pair = one.replace('from: ml', 'from: ml, count: 2');
    expect([status(pair, ['ml-1']), status(pair, ['ml-1', 'ml-2'])]).toEqual(['waiting', 'approved']);
  },
  '`requires.count: 0`': () => {
    expect(problemsOf(head + one.replace('from: ml', 'from: ml, count: 0'))).not.toEqual([]);
    expect(status('rules: [{name: R, needs: {facts: {action: promote}}}]', [])).toBe('blocked');
    const auto = 'auto_approve: {if: {incident: none}, needs: {evidence: []}, because: Small.}';
    expect(status(one + auto, [], { incident: false })).toBe('approved');
    expect(status(one + auto, [], { incident: true })).toBe('waiting');
  },
  '`requires.users`': () => {
    const replaced = { 'people.yaml': people.replace('[ml-1, ml-2, ml-3]', '[ml-2]') };
    expect(status(one, ['ml-2'], {}, { replaced })).toBe('approved');
    expect(status(one, ['ml-1'], {}, { replaced })).not.toBe('approved');
  },
  '`requires.teams`': differs(one.replace('from: ml', 'from: [ml, risk]'), [['risk-1']], [['legal-1']]),
  '`requires.organizations`': () => {
    const replaced = { 'people.yaml': people.replace('{people: [ml-1, ml-2, ml-3]}', '{slack_usergroup: S0EVERYONE}') };
    const roles = { ml: [member('legal-1')] };
    expect(status(one, ['legal-1'], { roles }, { replaced })).toBe('approved');
    expect(status(one, ['legal-1'], { roles: { ml: unknown } }, { replaced })).toBe('waiting');
  },
  '`requires.permissions`': refused(inNeeds, ', permissions: [write]'),
  '`requires.conditions`': () => {
    const facts = one.replace('{from: ml}', '{from: ml}, facts: {incident: none}');
    expect([status(facts, ['ml-1'], { incident: false }), status(facts, ['ml-1'], { incident: true })]).toEqual([
      'approved',
      'waiting',
    ]);
    const evidence = quality + one.replace('{from: ml}', '{from: ml}, evidence: [q]');
    expect([status(evidence, ['ml-1']), status(evidence, ['ml-1'], { assumedEvidence: { q: 'failed' } })]).toEqual([
      'approved',
      'waiting',
    ]);
  },
  '`if`': () => {
    applies('{incident: open}', { incident: true }, { incident: false })();
    applies('{incident: open}', { incident: unknown }, { incident: false })();
  },
  '`changed_files`': applies('{changed: [data, code]}', parts('data', 'weights'), parts('weights')),
  '`changed_files.ignore`': applies('{changed: [data]}', parts('data', 'config'), parts('config')),
  '`no_changed_files`': applies('{none_of: {changed: [data]}}', parts('code'), parts('code', 'data')),
  '`only_changed_files`': applies('{only_changed: [weights, config]}', parts('weights'), parts('weights', 'data')),
  '`file_not_deleted`': refused(condition, ', file_not_deleted: {paths: [x]}'),
  '`has_author_in`': applies('{requester_in: [ml]}', asked('ml-1'), asked('risk-1')),
  '`has_contributor_in`': applies(
    '{contributor_in: [risk]}',
    { contributors: ['ml-1', 'risk-1'] },
    { contributors: ['ml-1'] },
  ),
  '`only_has_contributors_in`': applies(
    '{only_contributors_in: [ml]}',
    { contributors: ['ml-1'] },
    { contributors: ['ml-1', 'risk-1'] },
  ),
  '`author_is_only_contributor`': applies(
    '{requester_is: only_contributor}',
    { ...asked('ml-3'), contributors: ['ml-3'] },
    { ...asked('ml-3'), contributors: ['ml-2'] },
  ),
  '`targets_branch`': applies('{to: "prod*"}', { target: 'production' }, { target: 'staging' }),
  '`from_branch`': applies('{from: "stag*"}', { from: 'staging' }, { from: null }),
  '`modified_lines`': applies('{size_of_change: {rows: {op: ">", value: 100}}}', grew(101), grew(100)),
  '`has_status`': applies('{pipeline: {tests: [failed, cancelled]}}', run('failed'), run('success')),
  '`has_successful_status`': () => {
    const item = 'evidence: [{id: t, title: T, check: {pipeline: tests, is: success}, cares: []}]\n';
    const stage = scene(head + item + one.replace('{from: ml}', '{from: ml}, evidence: [t]'), { assumed: false });
    const judged = (facts: Facets) => stage.judge(stage.approve('ml-1'), facts).status;
    expect([judged(run('success')), judged(run('failed')), judged({})]).toEqual(['approved', 'waiting', 'waiting']);
  },
  '`has_workflow_result`': applies('{pipeline: {tests: success}}', run('success'), run('failed')),
  '`has_labels`': () => {
    applies('{label: {tier: gold}}', { labels: { tier: 'gold' } }, { labels: {} })();
    applies('{tag: {stage: "ready*"}}', { tags: { stage: 'ready-2' } }, { tags: { stage: 'draft' } })();
  },
  '`repository`': applies(
    '{model: ["fraud/*"], none_of: {model: "fraud/old*"}}',
    { model: 'fraud/scorer' },
    { model: 'fraud/old-1' },
  ),
  '`title`': applies('{reason_contains: hotfix}', { reason: 'Hotfix for the outage' }, { reason: 'Monthly training' }),
  '`has_valid_signatures`': refused(condition, ', signed_by: [ml]'),
  '`has_valid_signatures_by`': refused(condition, ', has_valid_signatures_by: {teams: [ml]}'),
  '`has_valid_signatures_by_keys`': refused(condition, ', has_valid_signatures_by_keys: {key_ids: [x]}'),
  '`allow_author`': () => {
    expect(status(one, ['ml-1'], asked('ml-1'))).toBe('waiting');
    expect(status(options('allow: requester'), ['ml-1'], asked('ml-1'))).toBe('approved');
    expect(status(options('allow: requester'), ['ml-1'], { runOwner: 'ml-1' })).toBe('waiting');
  },
  '`allow_contributor`': () => {
    const allowed = options('allow: [requester, run_owner, contributors]');
    const both = { ...asked('ml-1'), runOwner: 'ml-1', contributors: ['ml-1'] };
    expect([status(one, ['ml-1'], both), status(allowed, ['ml-1'], both)]).toEqual(['waiting', 'approved']);
  },
  '`allow_non_author_contributor`': () => {
    const allowed = options('allow: [run_owner, contributors]');
    const made = { ...asked('ml-2'), contributors: ['ml-1', 'ml-2'] };
    expect([status(allowed, ['ml-1'], made), status(allowed, ['ml-2'], made)]).toEqual(['approved', 'waiting']);
  },
  '`invalidate_on_push`': () =>
    expect(seen(one, ({ vote }) => [vote('ml-1', { subject: otherDigest })])).toBe('waiting'),
  '`ignore_edited_comments`': refused(option, 'ignore_edited_comments: true'),
  '`ignore_update_merges`': refused(option, 'ignore_update_merges: true'),
  '`ignore_commits_by`': refused(option, 'ignore_commits_by: {users: [x]}'),
  '`request_review`': () => expect(scene(`${head}${one}ask: {first: [{role: ml}]}`).policy.ask.first).toHaveLength(1),
  '`request_review.mode: all-users`': () =>
    expect(scene(`${head}${one}ask: {first: [{role: ml, mode: all}]}`).policy.ask.first[0]?.mode).toBe('all'),
  '`request_review.mode: random-users`': () =>
    expect(scene(`${head}${one}ask: {first: [{role: ml, mode: lightest_load}]}`).policy.ask.first[0]?.mode).toBe(
      'lightest_load',
    ),
  '`request_review.mode: teams`': () =>
    expect(scene(`${head}${one}ask: {channel: "#ml"}`).policy.ask.channel).toBe('#ml'),
  '`request_review.count`': () =>
    expect(
      scene(`${head}${one}ask: {first: [{role: ml, mode: lightest_load, count: 2}]}`).policy.ask.first[0]?.count,
    ).toBe(2),
  '`methods.comments`': refused(option, 'methods: {comments: [x]}'),
  '`methods.comment_patterns`': refused(option, 'methods: {comment_patterns: [x]}'),
  '`methods.body_patterns`': refused(option, 'methods: {body_patterns: [x]}'),
  '`methods.github_review`': differs(one, [['ml-1']], [[]]),
  '`methods.github_review_comment_patterns`': refused(option, 'methods: {github_review_comment_patterns: [x]}'),
  '`policy.approval`': differs(two, [['ml-1', 'risk-1']], [['ml-1']]),
  '`and`': differs(`${two}decision: {all: [A, B]}`, [['ml-1', 'risk-1']], [['risk-1']]),
  '`or`': () => {
    differs(`${two}decision: {any: [A, B]}`, [['risk-1']], [['legal-1']])();
    const three = `${two}  - {name: C, needs: {people: {from: legal}}}\ndecision: {at_least: {n: 2, of: [A, B, C]}}`;
    differs(three, [['legal-1', 'ml-1']], [['legal-1']])();
  },
  '`and` and `or` inside each other': () => {
    const three = `${two}  - {name: C, needs: {people: {from: legal}}}\n`;
    differs(`${three}decision: {any: [C, {all: [A, B]}]}`, [['ml-1', 'risk-1']], [['ml-1']])();
    const deep = (depth: number): string => (depth === 0 ? '{any: [A, B, C]}' : `{all: [${deep(depth - 1)}]}`);
    expect(problemsOf(`${head}${three}decision: ${deep(3)}`)).toEqual([]);
    expect(problemsOf(`${head}${three}decision: ${deep(6)}`)).not.toEqual([]);
    expect(problemsOf(`${head}${two}decision: {any: [A, {all: [A, B]}]}`)).not.toEqual([]);
  },
  '`or` of skipped rules': () => {
    const skipped = two.replace('name: B,', 'name: B, if: {incident: open},');
    expect(status(`${skipped}decision: {all: [A, {any: [B]}]}`, ['ml-1'], { incident: false })).toBe('blocked');
    expect(status(`${skipped}decision: {all: [A, {all: [B]}]}`, ['ml-1'], { incident: false })).toBe('approved');
  },
  '`approval_defaults`': () => {
    const replaced = {
      'org.yaml': `${org}baseline: {distinct: {unknown_people: block}, rules: [{name: Base, needs: {people: {from: legal}}}]}\n`,
    };
    expect(status(one, ['ml-1'], {}, { replaced })).toBe('waiting');
    expect(status(one, ['ml-1', 'legal-1'], {}, { replaced })).toBe('approved');
    expect(problemsOf(`${head}${one}distinct: {unknown_people: flag}`, replaced).join()).toContain('loosened');
  },
  '`remote`': refused(top, 'remote: other/folder'),
  '`disapproval.requires`': () => {
    const blocked = (yaml: string, person: string) =>
      seen(yaml, ({ vote }) => [vote('ml-1'), vote(person, decision('block'))]);
    expect([blocked(one, 'ml-2'), blocked(one, 'risk-1')]).toEqual(['blocked', 'approved']);
    expect(blocked(`${one}block: {by: [risk]}`, 'risk-1')).toBe('blocked');
  },
  '`disapproval.if`': differs(
    `${one}block: {also_when: {reason_contains: blocked}}`,
    [['ml-1'], { reason: 'Fine' }],
    [['ml-1'], { reason: 'Blocked by QA' }],
  ),
  '`disapproval.options.methods.disapprove`': refused(
    (key) => `${head}${one}block: {by: [ml]${key}}`,
    ', methods: {comments: [x]}',
  ),
  '`disapproval.options.methods.revoke`': () => {
    const lifted = (yaml: string, person: string) =>
      seen(yaml, ({ vote }) => [vote('ml-1'), vote('ml-2', decision('block')), vote(person, decision('lift'))]);
    expect([lifted(one, 'ml-2'), lifted(one, 'ml-3')]).toEqual(['approved', 'blocked']);
    expect(lifted(`${one}block: {lifted_by: [product]}`, 'product-1')).toBe('approved');
  },
  '`api/validate`': () => expect(problemsOf(`${head}${one}rulez: []\n`).join()).toContain('did you mean "rules"?'),
  '`api/simulate`': () => {
    const yaml = `${head}${one}tests: [{name: T, given: {requester: ml-1}, votes: [ml-1], expect: {status: waiting, not_counted: {ml-1: requester}}}]`;
    expect(runInlineTests(loaded(yaml)).map(({ passed }) => passed)).toEqual([true]);
  },
};

describe('the words of policy-bot', () => {
  it('are all on the page, with a case each', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.map(({ theirs }) => theirs)).toEqual(Object.keys(cases));
    for (const { theirs, ours } of rows)
      expect([theirs, ours]).toEqual([theirs, expect.stringMatching(/^(Ours: |No counterpart, (because|for) ).+\.$/)]);
  });

  it.each(Object.entries(cases))('%s', (_, passes) => passes());
});
