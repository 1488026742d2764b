import { describe, expect, it } from 'vitest';
import { lintPlaybooks } from '#playbook/lint/lint.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, models, org, people } from './company.ts';

const scope = 'applies_to: {action: promote, models: ["**"], to: production}\n';
const top = 'playbook: 1\nname: Gate\nowner: risk\n';
const rule = 'rules: [{name: R, needs: {people: {from: ml}}}]\n';
const gate = top + scope + rule;
/** Uses what the company has, so that nothing is left over to be named by lint. */
const rest = `playbook: 1
name: Rest
owner: risk
applies_to: {action: [retire], models: ["**"]}
rules:
  - {name: All, needs: {people: [{from: legal}, {from: product}, {from: finance}]}}
`;

/** `level code sentence` of every finding about a gate, and where it stands. */
function lint(playbook: string, replaced: Readonly<Record<string, string>> = {}) {
  const result = loadPlaybooks(folder(playbook, { 'rest.yaml': rest, ...replaced }));
  if (!result.ok)
    throw new Error(result.problems.map(({ file, line, sentence }) => `${file}:${line}: ${sentence}`).join('\n'));
  return lintPlaybooks(result.set, result.files).map(({ file, line, column, level, code, sentence }) => ({
    at: `${file}:${line}:${column}`,
    says: `${level} ${code}: ${sentence}`,
    code,
    level,
  }));
}

const codesOf = (...all: Parameters<typeof lint>) => lint(...all).map(({ level, code }) => `${level} ${code}`);

describe('lint', () => {
  it('finds nothing in a company where everything is used and governed once', () => {
    expect(lint(gate)).toEqual([]);
  });

  it('says where, what and what to do', () => {
    const [finding, ...others] = lint(
      `${top}applies_to: {action: promote, models: ["fraud/*"], to: production}\n${rule}`,
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      at: 'playbooks/models.yaml:5:10',
      says: 'warning no_playbook: no playbook governs whoever wants to promote `recs/*` to `production`, so that is refused; add it to a playbook, if it should be possible',
    });
  });
});

describe('which playbook', () => {
  const when = (text: string) =>
    `${top}applies_to: {action: promote, models: ["**"], to: production, when: ${text}}\n${rule}`;
  const other = (text: string) => ({ 'other.yaml': when(text).replace('Gate', 'Other') });

  it.each([
    ['one without a condition', '{first_promotion: true}', null, ['error ambiguous']],
    ['one condition and its opposite', '{first_promotion: true}', '{first_promotion: false}', ['note ambiguous']],
    ['conditions with a case in common', '{criticality: [low, high]}', '{criticality: [high]}', ['error ambiguous']],
    [
      'numbers that meet',
      '{metric: {x: {op: "<=", value: 1}}}',
      '{metric: {x: {op: ">=", value: 1}}}',
      ['error ambiguous'],
    ],
    [
      'numbers that do not',
      '{metric: {x: {op: "<", value: 1}}}',
      '{metric: {x: {op: ">=", value: 1}}}',
      ['note ambiguous'],
    ],
    [
      'roles that one person may be in',
      '{requester_in: ml}',
      '{requester_in: risk}',
      ['warning ambiguous', 'warning no_playbook'],
    ],
    ['another registry', '{registry: mlflow}', '{registry: vertex-eu}', []],
  ])('with two: %s', (_, first, second, expected) => {
    const others = second === null ? { 'other.yaml': gate.replace('Gate', 'Other') } : other(second);
    expect([...new Set(codesOf(when(first), others))].sort()).toEqual(expected);
  });

  it('names the case and both playbooks', () => {
    const [finding] = lint(when('{metric: {x: {op: "<=", value: 1}}}'), other('{metric: {x: {op: ">=", value: 1}}}'));
    expect(finding?.says).toBe(
      'error ambiguous: "Gate" and "Other" both govern whoever wants to promote `fraud/scorer` to `production`, promote `recs/*` to `production` and promote models outside the catalogue to `production` while `metric x` is 1 when it is opened, and such requests are refused; narrow one of them',
    );
  });

  it('may be missing in some case only, which is named', () => {
    const found = lint(when('{incident: none}'));
    expect(found.map(({ code, level }) => [code, level])).toEqual([
      ['no_playbook', 'warning'],
      ['no_playbook', 'warning'],
    ]);
    expect(found[0]?.says).toContain('while `incident` is open when it is opened');
  });

  it('is judged for each model of the catalogue by what the catalogue says', () => {
    expect(codesOf(when('{criticality: [high]}'), other('{criticality: [low]}'))).toEqual(['error ambiguous']);
    const [finding] = lint(when('{criticality: [high]}'), other('{criticality: [low]}'));
    expect(finding?.says).toContain('models outside the catalogue');
    const inside = `{criticality: [high], registry: mlflow, model: "fraud/*"}`;
    expect(codesOf(when(inside), other('{criticality: [low], model: "recs/*"}'))).toEqual([]);
  });

  it('is a mere note for actions that need not be possible', () => {
    const retraining = {
      'r.yaml': `${top.replace('Gate', 'Drift')}applies_to: {action: retrain, models: ["fraud/*"]}\n${rule}`,
    };
    expect(codesOf(gate, retraining)).toEqual(['note no_playbook']);
  });

  it('may govern nothing at all', () => {
    const found = lint(gate, {
      'typo.yaml': `${top.replace('Gate', 'Typo')}applies_to: {action: promote, models: ["frad/*"], to: production}\n${rule}`,
    });
    expect(found).toMatchObject([{ at: 'playbooks/typo.yaml:4:13', code: 'governs_nothing', level: 'warning' }]);
    const never = { 'never.yaml': when('{model: "fraud/*", criticality: [low]}').replace('Gate', 'Never') };
    expect(codesOf(gate, never)).toContain('warning governs_nothing');
  });
});

describe('the catalogue', () => {
  const add = (line: string) => ({ 'models.yaml': `${models}  - {${line}, team: t, owner: ml-1}\n` });

  it.each([
    ['a pattern before it', 'id: recs/home, in: {mlflow: home}', '6:10', '`recs/home` is never looked up by its id'],
    ['a wider pattern', 'id: "recs/eu-*", in: {mlflow: "eu-*"}', '6:10', '`recs/eu-*` is never looked up by its id'],
    [
      'the name of another',
      'id: other, in: {mlflow: fraud-scorer}',
      '6:30',
      '`fraud-scorer` in mlflow is never this entry',
    ],
    ['a pattern of names', 'id: other, in: {mlflow: recs-home}', '6:30', '`recs-home` in mlflow is never this entry'],
  ])('may hide an entry behind %s', (_, line, at, words) => {
    const found = lint(gate, add(line)).filter(({ code }) => code === 'shadowed');
    expect(found).toMatchObject([{ at: `playbooks/models.yaml:${at}`, level: 'error' }]);
    expect(found[0]?.says).toContain(words);
  });

  it('may have a pattern after what it leaves out', () => {
    expect(codesOf(gate, add('id: "recs-*", in: {mlflow: "r-*"}'))).toEqual([]);
    expect(codesOf(gate, add('id: other, in: {vertex-eu: fraud-scorer}'))).toEqual([]);
  });
});

describe('a rule that always applies', () => {
  const rules = (...all: readonly string[]) => `${top}${scope}rules:\n${all.map((one) => `  - {${one}}\n`).join('')}`;
  const asks = (name: string, condition: string) => `name: ${name}, needs: {people: {from: ml}}, if: ${condition}`;

  it.each([
    ['one without if', ['name: A, needs: {people: {from: ml}}', asks('B', '{incident: open}')], ''],
    ['two that cover every case', [asks('A', '{incident: open}'), asks('B', '{incident: none}')], ''],
    [
      'two conditions of numbers',
      [asks('A', '{metric: {x: {op: ">", value: 1}}}'), asks('B', '{metric: {x: {op: "<=", value: 1}}}')],
      '',
    ],
    ['models, each with its rule', [asks('A', '{model: "fraud/*"}'), asks('B', '{none_of: [{model: "fraud/*"}]}')], ''],
    ['a condition and its opposite', [asks('A', '{tag: {x: "y"}}'), asks('B', '{none_of: [{tag: {x: "y"}}]}')], ''],
  ])('is proved of %s', (_, written) => {
    expect(lint(rules(...written))).toEqual([]);
  });

  it.each([
    ['one with if', [asks('A', '{incident: open}')], 'while `incident` is none'],
    [
      'a hole between numbers',
      [asks('A', '{metric: {x: {op: ">", value: 1}}}'), asks('B', '{metric: {x: {op: "<", value: 1}}}')],
      'while `metric x` is 1',
    ],
    [
      'models of which one is left out',
      [asks('A', '{model: "fraud/*"}')],
      'promote `recs/*` and models outside the catalogue',
    ],
    [
      'texts that may both be absent',
      [asks('A', '{tag: {x: "y"}}'), asks('B', '{tag: {x: "z"}}')],
      'while `tag x: y` is false and `tag x: z` is false',
    ],
    [
      'an age that nobody may know',
      ['name: A, needs: {facts: {incident: none}}', asks('B', '{champion_age: {op: "<", value: 7d}}')],
      'while `champion_age` is 7 days',
    ],
  ])('is missing with %s, and the case is named', (_, written, words) => {
    const [finding, ...others] = lint(rules(...written));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: 'warning', code: 'no_rule_always_applies', at: 'playbooks/gate.yaml:6:3' });
    expect(finding?.says).toContain(words);
  });

  it('is not proved by what was true when the request was opened', () => {
    const playbook = `${top}applies_to: {action: retire, models: ["**"], when: {incident: open}}\nrules:\n  - {${asks('A', '{incident: open}')}}\n`;
    const others = { 'rest.yaml': rest.replace('models: ["**"]', 'models: ["**"], when: {incident: none}') };
    const found = lint(playbook, others).filter(({ code }) => code === 'no_rule_always_applies');
    expect(found[0]?.says).toContain('while `incident` is open when it is opened and `incident` is none');
  });

  it('is asked of each action by its own tree, any and at_least closing what does not apply', () => {
    const decision = (text: string) =>
      `${rules('name: A, needs: {people: {from: ml}}', asks('B', '{incident: open}'))}decision: ${text}\n`;
    expect(codesOf(decision('{any: [A, B]}'))).toEqual([]);
    expect(codesOf(decision('{at_least: {n: 2, of: [A, B]}}'))).toEqual(['warning no_rule_always_applies']);
    const two = decision('{by_action: {promote: A, rollback: B}}').replace(
      'action: promote',
      'action: [promote, rollback]',
    );
    expect(lint(two)).toMatchObject([{ code: 'no_rule_always_applies', at: 'playbooks/gate.yaml:8:46' }]);
  });

  it('may leave no way open while something is not known: that blocks, as it should', () => {
    const two = rules(asks('A', '{incident: open}'), asks('B', '{incident: none}'));
    expect(codesOf(`${two}decision: {any: [A, B]}\n`)).toEqual([]);
    expect(codesOf(`${rules(asks('A', '{incident: open}'))}decision: {any: [A]}\n`)).toEqual([
      'warning no_rule_always_applies',
    ]);
  });

  it('needs to apply only to what its playbook governs', () => {
    const automatic = `${top}applies_to: {action: promote, models: ["**"], to: production, when: {requester_is: automation}}\n`;
    const found = codesOf(`${automatic}rules:\n  - {${asks('A', '{requester_is: automation}')}}\n`);
    expect(found.filter((code) => code.includes('applies'))).toEqual([]);
    const other = codesOf(`${automatic}rules:\n  - {${asks('A', '{requester_in: ml}')}}\n`);
    expect(other).toContain('warning no_rule_always_applies');
  });

  it('is not asked of changes of playbooks, which have rules of their own', () => {
    const changes = rest.replace('name: Rest', 'name: Changes').replace('action: [retire]', 'action: change_playbook');
    const conditional = changes.replace('name: All, ', 'name: All, if: {incident: open}, ');
    const more = changes.replace('name: Changes', 'name: More changes');
    expect(codesOf(gate, { 'changes.yaml': conditional, 'more.yaml': more })).toEqual([]);
  });

  it('has to ask a person somewhere', () => {
    const evidence = 'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 1}}]\n';
    const alone = `${rules('name: A, needs: {evidence: q}')}${evidence}hold: {by: [ml]}\n`;
    expect(codesOf(alone)).toEqual(['error nobody_decides']);
    const auto = 'auto_approve: {if: {incident: none}, needs: {evidence: all}, because: Small.}\n';
    expect(codesOf(alone + auto)).toEqual(['warning nobody_decides']);
    const some = `${rules('name: A, needs: {evidence: q}', asks('B', '{incident: open}'))}${evidence}`;
    expect(lint(some)).toMatchObject([{ level: 'warning', code: 'nobody_decides' }]);
    expect(lint(some)[0]?.says).toContain('while `incident` is none');
  });

  it('is not claimed where there are too many cases to try', () => {
    // Six pigeons do not fit five holes, so that some rule always applies, which no short search can prove.
    const [pigeons, holes] = [Array.from({ length: 6 }, (_, i) => i), Array.from({ length: 5 }, (_, i) => i)];
    const nowhere = pigeons.map((p) => `{none_of: [${holes.map((h) => `{tag: {p${p}h${h}: "x"}}`).join(', ')}]}`);
    const shared = holes.flatMap((h) =>
      pigeons.flatMap((p) => pigeons.slice(0, p).map((q) => `{tag: {p${p}h${h}: "x", p${q}h${h}: "x"}}`)),
    );
    const found = lint(rules(...[...nowhere, ...shared].map((condition, i) => asks(`R${i}`, condition))));
    expect(found.map(({ level, code }) => [level, code])).toEqual([['warning', 'not_proved']]);
  });

  it('may be one that never does', () => {
    const found = lint(rules('name: A, needs: {people: {from: ml}}', asks('B', '{action: retrain}')));
    expect(found).toMatchObject([{ code: 'rule_never_applies', at: 'playbooks/gate.yaml:7:48', level: 'warning' }]);
  });
});

describe('auto-approval', () => {
  const auto = (condition: string, needs: string) =>
    `${gate}auto_approve: {if: ${condition}, needs: {evidence: ${needs}}, because: Small.}\n`;

  it.each([
    ['{criticality: [low, medium, high, critical]}', '[]', []],
    ['{action: promote}', '[]', ['error auto_approve_always']],
    ['{any_of: [{incident: open}, {incident: none}]}', 'all', ['warning auto_approve_always']],
    ['{incident: none}', '[]', []],
    ['{action: retrain}', '[]', ['warning auto_approve_never']],
    [
      '{metric: {x: {op: ">", value: 2}}, none_of: [{metric: {x: {op: ">", value: 1}}}]}',
      '[]',
      ['warning auto_approve_never'],
    ],
  ])('if %s with evidence %s', (condition, needs, expected) => {
    expect(codesOf(auto(condition, needs))).toEqual(expected);
  });
});

describe('names that nothing uses', () => {
  const evidence = 'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 1}}]\n';

  it.each<[string, string, Record<string, string>, string, string]>([
    ['evidence', gate + evidence, {}, 'warning unused_evidence', 'playbooks/gate.yaml:6:17'],
    [
      'a role',
      gate,
      { 'people.yaml': `${people}  spare: {people: [ops]}\n` },
      'warning unused_role',
      'playbooks/people.yaml:21:10',
    ],
    [
      'a person',
      gate,
      { 'people.yaml': people.replace('roles:', '  new: {slack: U0NEW, email: n@example.com}\nroles:') },
      'note no_role',
      'playbooks/people.yaml:14:8',
    ],
    [
      'a registry',
      gate.replace('models:', 'registry: mlflow, models:'),
      { 'rest.yaml': rest.replace('models:', 'registry: mlflow, models:') },
      'warning unused_connection',
      'playbooks/org.yaml:9:5',
    ],
    [
      'another system',
      gate,
      { 'org.yaml': `${org}  - {id: ci, kind: webhook, url: "https://ci.example.com"}\n` },
      'warning unused_connection',
      'playbooks/org.yaml:10:5',
    ],
    [
      'a parent',
      gate,
      { 'parent.yaml': gate.replace('name: Gate', 'name: Parent\nabstract: true') },
      'warning unused_parent',
      'playbooks/parent.yaml:3:11',
    ],
  ])('%s', (_, playbook, replaced, says, at) => {
    expect(lint(playbook, replaced).map((one) => [`${one.level} ${one.code}`, one.at])).toEqual([[says, at]]);
  });

  it.each([
    ['a rule', 'rules: [{name: R, needs: {people: {from: ml}, evidence: q}}]\n'],
    ['a rule that wants all', 'rules: [{name: R, needs: {people: {from: ml}, evidence: all}}]\n'],
    ['a condition', 'rules: [{name: R, needs: {people: {from: ml}}}]\nblock: {also_when: {evidence: {q: failed}}}\n'],
    ['auto_approve', `${rule}auto_approve: {if: {incident: none}, needs: {evidence: q}, because: Small.}\n`],
  ])('evidence is used by %s', (_, written) => {
    expect(codesOf(top + scope + written + evidence)).toEqual([]);
  });

  it('evidence is not used by a playbook beside it', () => {
    const user = `${top.replace('Gate', 'User')}applies_to: {action: rollback, models: ["**"], to: production}\n`;
    const uses = `${user}rules: [{name: R, needs: {people: {from: ml}, evidence: q}}]\n${evidence}`;
    expect(lint(gate + evidence, { 'user.yaml': uses }).map(({ at, code }) => [at, code])).toEqual([
      ['playbooks/gate.yaml:6:17', 'unused_evidence'],
    ]);
  });

  it('evidence of a parent is used by its children', () => {
    const parent = `${top.replace('Gate', 'Parent')}abstract: true\n${scope}${evidence}`;
    const child = (needs: string) =>
      `${top}extends: Parent\n${scope}rules: [{name: R, needs: {people: {from: ml}${needs}}}]\n`;
    expect(codesOf(child(', evidence: q'), { 'parent.yaml': parent })).toEqual([]);
    expect(codesOf(child(''), { 'parent.yaml': parent })).toEqual(['warning unused_evidence']);
  });
});
