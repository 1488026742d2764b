import { describe, expect, it } from 'vitest';
import { suggestion } from '#domain/suggestion.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, head, models, org, people, problemsOf } from './company.ts';

const rules = 'rules: [{name: R, needs: {people: {from: ml}}}]\n';
const gate = head + rules;

describe('a folder of playbooks', () => {
  it('loads whole, or names every problem at once with file, line and column', async () => {
    const result = loadPlaybooks([
      ...folder(
        `playbook: 1
name: Gate
owner: risc
applies_to: {action: promot, models: ["**"], to: production}
timing:
  expries_after: 7d
  execute_within: 7 days
  freeze:
    - {name: Close, zone: CET, from: "2026-12-18T17:00", to: "2026-12-01T09:00"}
rules:
  - name: Risk agrees
    needs: {people: {from: risk, count: 0}}
    options: {step_up: true}
  - name: Nobody knows why
    needs: {}
evidence:
  - {id: Quality, title: Q, check: {metirc: auc, op: ">=", value: 0.8}}
`,
        {
          'people.yaml': people.replace(
            'ml: {people: [ml-1, ml-2, ml-3]}',
            'ml: {people: [ml-1], slack_usergroup: S0AAA}',
          ),
          'models.yaml': models.replace('criticality: high', 'criticality: hihg'),
          'twice.yaml': `${gate}name: Again\n`,
          'anchors.yaml': 'a: &x 1\nb: *x\nc: !!str 1\n<<: {}\n1: 2\n',
          'secret.yaml': 'token: xoxb-1234567890-abcdef\n',
          'broken.yaml': 'a: [1, 2\nb: }\n',
          'large.yaml': `# ${'x'.repeat(70_000)}`,
          'deep.yaml': '['.repeat(30_000),
          'nested.yaml': `a: ${'['.repeat(40)}1${']'.repeat(40)}\n`,
        },
      ),
    ]);
    if (result.ok) throw new Error('it loaded');
    const text = result.problems.map(
      ({ file, line, column, sentence, code }) => `${file}:${line}:${column}: ${sentence} [${code}]`,
    );
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('./golden/shape-problems.txt');
  });

  it('checks names across files once every file has its shape', async () => {
    const result = loadPlaybooks(
      folder(
        `playbook: 1
name: Gate
owner: risc
extends: Parent
applies_to: {action: [promote, rollback], registry: mlfow, models: ["**"], when: {requester_in: [mll]}}
evidence:
  - {id: quality, title: Q, check: {metric: auc, op: ">=", value: 0.8}, cares: [leagl]}
rules:
  - {name: Engineering, needs: {people: {from: [ml, rsk]}, evidence: [qualty]}}
  - {name: Crowd, needs: {people: {from: legal, count: 2}}}
  - {name: Crowd, needs: {people: {from: ml}}}
  - {name: Lost, needs: {people: {from: ml}}, if: {any_of: [{evidence: {nothing: passed}}]}}
decision:
  by_action:
    promote: {all: [Engineering, Crowd, {any: [Engineering, Enginering]}, {at_least: {n: 3, of: [Crowd]}}]}
timing: {expires_after: 9d}
ask: {escalate: [{after: 1d, to: owner}, {after: 2d, to: "#ml"}, {after: 3d, to: nobody}]}
after_approval: {rollout: [{traffic: 100%}]}
tests:
  - {name: t, given: {requester: ml-9, roles: {ml-1: [ml]}}, votes: [ml-1, {riks-1: block}], expect: {rules: {Nope: waiting}}}
`,
        {
          'parent.yaml': `playbook: 1
name: Parent
owner: risk
abstract: true
extends: Parent
applies_to: {action: promote, models: ["**"]}
timing: {expires_after: 2d}
rules: [{name: Big, needs: {people: {from: [ml, risk], count: 7}}}]
`,
          'people.yaml': `${people}delegations:
  - {from: ml-1, to: ml-2, roles: [ml], start: "2026-01-01T00:00", end: "2026-01-10T00:00", reason: leave}
  - {from: ml-1, to: ml-3, roles: [ml], start: "2026-01-05T00:00", end: "2026-01-06T00:00", reason: leave}
  - {from: ml-2, to: ml-9, roles: [ml], start: "2026-01-05T00:00", end: "2026-01-06T00:00", reason: leave}
`.replace('U0TEST01,', 'U0TEST00,'),
          'models.yaml': `${models}  - {id: fraud/scorer, in: {mlflo: x}, team: t, owner: nobody}\n`,
        },
      ),
    );
    if (result.ok) throw new Error('it loaded');
    const text = result.problems.map(
      ({ file, line, column, sentence, code }) => `${file}:${line}:${column}: ${sentence} [${code}]`,
    );
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('./golden/name-problems.txt');
  });

  it('needs each shared file once', () => {
    expect(problemsOf(gate, { 'org.yaml': '' }).join()).toContain('wrong_type');
    const [first, ...rest] = folder(gate);
    const without = loadPlaybooks(rest);
    expect(without.ok ? [] : without.problems.map(({ code }) => code)).toContain('missing_file');
    const twice = loadPlaybooks([...folder(gate), { path: 'playbooks/more/org.yaml', text: first?.text ?? '' }]);
    expect(twice.ok ? [] : twice.problems.map(({ code }) => code)).toContain('duplicate_file');
  });
});

const ok: readonly string[] = [
  'description: Why this is so.',
  'candidate: {digest_of: [weights, code], must_be_known: weights}',
  'block: {by: [risk], lifted_by: [risk, ml], also_when: {incident: open}}',
  'block: {lifted_by: same_person}',
  'hold: {by: [risk]}',
  'timing: {wait_after_approval: 30m, expires_after: 2w, execute_within: 2h}',
  'timing: {freeze: [{name: W, zone: Europe/Amsterdam, weekly: {from: "fri 17:00", to: "sun 24:00"}, actions: promote}]}',
  'ask: {channel: "#ml", first: [{role: risk, mode: lightest_load, count: 2}], remind_every: 1d, on_expiry: extend_once}',
  'delegation: {allowed: false, max_days: 3, not_for: {criticality: [high, critical]}}',
  'distinct: {one_seat_per_person: true, membership: when_voting, joined_after_open: flag, unknown_people: block}',
  'auto_approve: {if: {requester_in: ml}, needs: {evidence: []}, because: Small., sample: {rate: 10%, by: risk, within: 14d}}',
  'break_glass: {by: ml, only_for: promote, review: {by: risk, within: 2d, if_missed: rollback}}',
  'after_approval: {set: {alias: production, tags: {approved: "yes"}}}',
  'after_rejection: {retrain: never, criteria: optional, same_candidate: allowed}',
  'on_change: {evidence: new_findings_only}',
  'decision: R',
  'may_be_relaxed: [timing.expires_after]',
  'alerts: [{id: a, when: {drift: {psi: {op: ">", value: 0.3, for: 2h}}}, clear_when: {drift: {psi: {op: "<", value: 0.2}}}, offers: [retrain]}]',
];

const bad: readonly (readonly [string, string])[] = [
  ['extnds: Parent', 'unknown_key: unknown key "extnds"; did you mean "extends"?'],
  ['name: Again', 'duplicate_key: "name" is written twice here'],
  ['candidate: {digest_of: [weigths]}', '"weigths" is not one of weights'],
  ['block: {lifted_by: []}', 'invalid_value'],
  ['timing: {expires_after: 0d}', 'invalid_value: a duration is written 30m, 2h, 7d or 2w'],
  [
    'timing: {freeze: [{name: W, from: "2026-12-18T17:00", to: "2026-12-19T17:00"}]}',
    'missing_key: "zone" is required here',
  ],
  [
    'timing: {freeze: [{name: W, zone: CET, from: "2026-12-18T17:00", to: "2026-12-19T17:00"}]}',
    'a zone is an IANA name',
  ],
  [
    'timing: {freeze: [{name: W, zone: UTC, from: "2026-12-18T17:00+01:00", to: "2026-12-19T17:00"}]}',
    'a local time is written',
  ],
  [
    'timing: {freeze: [{name: W, zone: UTC, weekly: {from: "fri 24:00", to: "sat 02:00"}}]}',
    '24:00 can only end a freeze',
  ],
  ['ask: {on_expiry: working_hours}', '`working_hours` comes after version 1'],
  ['auto_approve: {if: {}, needs: {evidence: []}, because: x}', 'this says nothing'],
  ['auto_approve: {if: {incident: open}, because: x}', '"needs" is required here'],
  ['auto_approve: {if: {signed_by: x}, needs: {evidence: []}, because: x}', 'later: `signed_by` comes after version 1'],
  ['break_glass: {by: ml, only_for: promote}', '"review" is required here'],
  [
    'break_glass: {by: ml, only_for: promote, step_up: true, review: {by: risk, within: 2d, if_missed: rollback}}',
    '`step_up` comes after version 1',
  ],
  ['after_approval: {set: {alias: latest}}', 'reserved by the registries'],
  ['after_approval: {rollout: [{traffic: 50%}, {traffic: 50%}]}', 'each step takes more traffic'],
  ['after_approval: {rollout: [{traffic: 100%}]}', 'unsupported_rollout'],
  ['after_approval: {promote_to: production}', 'promotes_nothing'],
  ['after_approval: {promote_to: latest}', 'reserved by the registries'],
  ['decision: {any: [R], all: [R]}', 'unknown key'],
  ['decision: {all: [R, R]}', 'rule_twice'],
  ['decision: {by_action: {rollback: R}}', 'missing_action'],
  ['decision: {all: [{all: [{all: [{all: [{all: [{all: [R]}]}]}]}]}]}', 'too_deep'],
  ['evidence: [{id: q, title: Q, check: {metric: auc, op: between, low: 2, high: 1}}]', 'low is above high'],
  ['evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", of: champion, tolerance: -1}}]', 'this is at least 0'],
  [
    'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: .nan}}]',
    'wrong_type: expected a number, found no finite number',
  ],
  ['evidence: [{id: q, title: Q, check: {pipeline: p, is: failed}}]', '"failed" is not one of success'],
  ['tests: [{name: t, expect: {}}]', 'this expects nothing'],
  ['tests: [{name: t, given: {changed: unknwn}, expect: {status: waiting}}]', '"unknwn" is not one of weights'],
];

describe('a playbook', () => {
  it.each(ok)('may say %s', (line) => {
    expect(problemsOf(`${gate}${line}\n`)).toEqual([]);
  });

  it.each(bad)('may not say %s', (line, problem) => {
    expect(problemsOf(`${gate}${line}\n`).join('\n')).toContain(problem);
  });

  it('is refused when its ways are too many', () => {
    const names = Array.from({ length: 12 }, (_, i) => `R${i}`);
    const many = `${head}rules:\n${names.map((name) => `  - {name: ${name}, needs: {people: {from: ml}}}`).join('\n')}\ndecision: {at_least: {n: 6, of: [${names.join(', ')}]}}\n`;
    expect(problemsOf(many).join()).toContain('too_many_routes');
  });
});

describe('shared files', () => {
  it.each([
    ['people.yaml', `${people}  empty: {people: [], min_tenure: 14d, excludes: [ml], on_empty: ask_owner}\n`, ''],
    ['people.yaml', `${people}  duty: {slack_usergroup: S0FRAUDDUTY}\n`, ''],
    ['people.yaml', `${people}  duty: {idp_group: x}\n`, '`idp_group` comes after version 1'],
    ['people.yaml', `${people}  duty: {}\n`, 'exactly one of people and slack_usergroup'],
    ['people.yaml', people.replace('ops@example.com', 'ops'), 'this is not an e-mail address'],
    ['people.yaml', people.replace('ops: {slack', 'Ops: {slack'), 'an id is lower-case letters'],
    ['people.yaml', people.replace('ml-2@', 'ML-1@'), 'duplicate_name'],
    ['org.yaml', org.replace('EUR', 'euro'), 'a currency is three capital letters'],
    ['org.yaml', org.replace('kind: mlflow', 'kind: wandb'), '`wandb` comes after version 1'],
    ['org.yaml', org.replace(', url: "http://127.0.0.1:5000"', ''), 'this connection needs a url'],
    ['org.yaml', org.replace(', project: p', ''), 'needs project and location'],
    ['org.yaml', org.replace('connections:', 'connections:\n  - {id: drift, kind: drift-events}'), ''],
    ['org.yaml', org.replace('connections:', 'connections:\n  - {id: alerting, kind: cloud-monitoring}'), ''],
    [
      'org.yaml',
      org.replace('connections:', 'connections:\n  - {id: m, kind: vertex-monitoring}'),
      'needs project and',
    ],
    ['org.yaml', `${org}baseline: {distinct: {membership: both}}\n`, ''],
    ['models.yaml', `${models}  - {id: "a/*", in: {mlflow: a}, team: t, owner: ml-1}\n`, 'a pattern has one *'],
    ['models.yaml', `${models}  - {id: a/b, in: {}, team: t, owner: ml-1}\n`, 'name at least one connection'],
    ['models.yaml', `%YAML 1.1\n---\n${models}`, 'directive'],
    ['models.yaml', `${models}---\nversion: 1\n`, 'a file holds one document'],
  ])('%s', (file, text, problem) => {
    const problems = problemsOf(gate, { [file]: text });
    if (problem === '') expect(problems).toEqual([]);
    else expect(problems.join('\n')).toContain(problem);
  });
});

describe('what proves anew who presses', () => {
  it.each([
    `${head}rules: [{name: R, needs: {people: {from: ml}}, options: {step_up: true}}]\n`,
    `${gate}break_glass: {by: ml, only_for: promote, step_up: true, review: {by: risk, within: 2d, if_missed: rollback}}\n`,
    `${gate}step_up: true\n`,
  ])('D32 is not understood yet, and the error names the version: case %#', (playbook) => {
    expect(problemsOf(playbook)).toEqual(['later: `step_up` comes after version 1']);
  });
});

describe('suggestions', () => {
  it('are the nearest word within two edits, ties alphabetical', () => {
    expect(suggestion('expries_after', ['expires_after', 'execute_within'])).toBe('expires_after');
    expect(suggestion('hihg', ['low', 'high'])).toBe('high');
    expect(suggestion('ab', ['ac', 'aa'])).toBe('aa');
    expect(suggestion('something', ['else'])).toBeNull();
  });
});
