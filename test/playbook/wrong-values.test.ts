import { describe, expect, it } from 'vitest';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, head, models, org, people } from './company.ts';

const gate = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;
const rule = (text: string) => `rules: [{name: R, ${text}}]\n`;

/** `file:line:column code: sentence` of every problem, the folder left out. */
function said(playbook: string, replaced: Readonly<Record<string, string>> = {}) {
  const result = loadPlaybooks(folder(playbook, replaced));
  if (result.ok) return [];
  return result.problems.map(
    ({ file, line, column, code, sentence }) =>
      `${file.replace('playbooks/', '')}:${line}:${column} ${code}: ${sentence}`,
  );
}

const predicate = (text: string) => `auto_approve: {if: {${text}}, needs: {evidence: []}, because: x}`;
const check = (text: string) => `evidence: [{id: q, title: Q, check: {${text}}}]`;
const freeze = (text: string) => `timing: {freeze: [{name: W, zone: UTC, ${text}}]}`;

describe('a value of a playbook', () => {
  it.each([
    ['may_be_relaxed: [5]', '6:18 wrong_type: expected text, found 5'],
    ['abstract: yes', '6:11 wrong_type: expected true or false, found "yes"'],
    ['description: ""', '6:14 invalid_value: this text is empty'],
    ['candidate: {digest_of: []}', '6:24 invalid_value: this list is empty'],
    ['candidate: {must_be_known: [data, dta]}', '6:35 invalid_value: "dta" is not one of weights'],
    ['block: {by: Risk}', '6:13 invalid_value: an id is lower-case letters'],
    ['block: {by: [risk_]}', '6:14 invalid_value: an id is lower-case letters'],
    ['block: {lifted_by: same_persn}', '6:20 dangling_name: there is no role "same_persn"'],
    ['block: {also_when: {}}', '6:20 invalid_value: this says nothing; name at least one predicate'],
    ['block: {also_when: {any_of: []}}', '6:29 invalid_value: this list is empty'],
    ['timing: {expires_after: 7}', '6:25 wrong_type: expected text, found 7'],
    ['timing: {expires_after: 0m}', '6:25 invalid_value: a duration is written 30m, 2h, 7d or 2w'],
    ['timing: {expires_after: -7d}', '6:25 invalid_value: a duration is written'],
    ['timing: {expires_after: 1.5h}', '6:25 invalid_value: a duration is written'],
    ['timing: {expires_after: 100000d}', '6:25 invalid_value: a duration is written'],
    ['timing: {expires_after: 7D}', '6:25 invalid_value: a duration is written'],
    [freeze('from: "2026-02-30T09:00", to: "2026-03-01T09:00"'), '6:46 invalid_value: a local time is written'],
    [freeze('from: "2026-02-28T09:60", to: "2026-03-01T09:00"'), '6:46 invalid_value: a local time is written'],
    [freeze('from: "2026-02-28T24:30", to: "2026-03-01T09:00"'), '6:46 invalid_value: a local time is written'],
    [freeze('from: "2026-02-28", to: "2026-03-01T09:00"'), '6:46 invalid_value: a local time is written'],
    [freeze('from: "2026-02-28T09:00Z", to: "2026-03-01T09:00"'), '6:46 invalid_value: a local time is written'],
    [freeze('from: "2026-02-28T24:00", to: "2026-03-01T09:00"'), '6:46 invalid_value: 24:00 can only end a freeze'],
    [
      freeze('from: "2026-02-28T09:00", to: "2026-02-28T09:00"'),
      '6:70 invalid_value: this freeze ends before it starts',
    ],
    [freeze('weekly: {from: "fri 17:00", to: "fri 17:00"}'), '6:72 invalid_value: this freeze has no length'],
    [
      freeze('weekly: {from: "friday 17:00", to: "sun 17:00"}'),
      '6:55 invalid_value: a weekly time is written "fri 17:00"',
    ],
    [freeze('weekly: {from: "fri 9:00", to: "sun 17:00"}'), '6:55 invalid_value: a weekly time is written'],
    [
      freeze('weekly: {from: "fri 17:00", to: "sun 17:00"}, actions: [promot]'),
      '6:96 invalid_value: "promot" is not one of',
    ],
    [
      'timing: {freeze: [{name: W, zone: "+01:00", weekly: {from: "fri 17:00", to: "sun 17:00"}}]}',
      '6:35 invalid_value: a zone is an IANA name',
    ],
    [
      'timing: {freeze: [{name: W, zone: Etc/GMT-1, weekly: {from: "fri 17:00", to: "sun 17:00"}}]}',
      '6:35 invalid_value: a zone is',
    ],
    [
      'timing: {freeze: [{name: W, zone: Europe/Amsterdm, weekly: {from: "fri 17:00", to: "sun 17:00"}}]}',
      '6:35 invalid_value: a zone is',
    ],
    ['ask: {channel: ML approvals}', '6:16 invalid_value: a channel is written "#ml-approvals"'],
    ['ask: {first: [{role: risk, count: 0}]}', '6:35 invalid_value: this is at least 1'],
    ['ask: {first: [{role: risk, mode: some}]}', '6:34 invalid_value: "some" is not one of all, lightest_load'],
    ['ask: {escalate: [{after: 1d}]}', '6:18 missing_key: "to" is required here; add it'],
    ['delegation: {max_days: 0}', '6:24 invalid_value: this is at least 1'],
    ['delegation: {max_days: 3.5}', '6:24 wrong_type: expected a whole number, found 3.5'],
    ['delegation: {max_days: 400}', '6:24 invalid_value: this is at most 366'],
    ['distinct: {membership: once}', '6:24 invalid_value: "once" is not one of both, when_voting, now'],
    [predicate('incident: maybe'), '6:31 invalid_value: "maybe" is not one of open, none'],
    [predicate('criticality: []'), '6:34 invalid_value: this list is empty'],
    [predicate('metric: {}'), '6:29 invalid_value: this map is empty'],
    [predicate('metric: {auc: {op: "=>", value: 1}}'), '6:40 invalid_value: "=>" is not one of <, <=, =, !=, >=, >'],
    [predicate('metric: {auc: {op: ">", value: "1"}}'), '6:52 wrong_type: expected a number, found "1"'],
    [predicate('metric: {auc: {op: ">", value: .inf}}'), '6:52 wrong_type: expected a number, found no finite number'],
    [predicate('metric: {auc: {op: ">", value: 1e999}}'), '6:52 wrong_type: expected a number, found no finite number'],
    [predicate('champion_age: {op: ">", value: 7}'), '6:52 wrong_type: expected text, found 7'],
    [predicate('size_of_change: {lines: {op: ">", value: 7}}'), '6:38 unknown_key: unknown key "lines"; allowed here:'],
    [predicate('drift: {pis: {op: ">", value: 7}}'), '6:29 unknown_key: unknown key "pis"; did you mean "psi"?'],
    [predicate('changed: wieghts'), '6:30 invalid_value: "wieghts" is not one of'],
    [predicate('at_time: {zone: UTC, from: "25:00"}'), '6:48 invalid_value: a time of day is written "17:00"'],
    [predicate('registry: mlfow'), '6:31 dangling_name: there is no connection "mlfow"; did you mean "mlflow"?'],
    [predicate('requester_in: [ml, rsk]'), '6:40 dangling_name: there is no role "rsk"; did you mean "risk"?'],
    [
      predicate('any_of: [{none_of: [{evidence: {nope: passed}}]}]'),
      '6:53 dangling_name: there is no evidence "nope"; add it under `evidence`',
    ],
    [
      'auto_approve: {if: {incident: none}, needs: {evidence: []}, because: x, sample: {rate: 110%, by: risk, within: 1d}}',
      '6:88 invalid_value: a percentage is at most 100%',
    ],
    [
      'auto_approve: {if: {incident: none}, needs: {evidence: []}, because: x, sample: {rate: 0.1, by: risk, within: 1d}}',
      '6:88 wrong_type: expected text, found 0.1',
    ],
    [
      'auto_approve: {if: {incident: none}, needs: {evidence: [nope]}, because: x}',
      '6:57 dangling_name: there is no evidence "nope"',
    ],
    [
      'break_glass: {by: ml, count: 21, only_for: promote, review: {by: risk, within: 2d, if_missed: rollback}}',
      '6:30 invalid_value: this is at most 20',
    ],
    [
      'break_glass: {by: ml, only_for: promote, review: {by: risk, within: 2d, if_missed: page}}',
      '6:84 invalid_value: `page` comes after version 1',
    ],
    ['after_approval: {set: {alias: v1}}', '6:31 invalid_value: latest, default and names like v1 are reserved'],
    ['after_approval: {set: {alias: Prod}}', '6:31 invalid_value: an alias is 2 to 64 lower-case letters'],
    ['after_approval: {rollout: [{traffic: 60%}]}', '6:27 invalid_value: the last step takes 100%'],
    ['after_approval: {rollout: []}', '6:27 invalid_value: '],
    [
      'after_approval: {obligations: [{what: W, check: {drift: psi, op: "<", value: 1}, every: 1d, for: 7d, else: page}]}',
      '6:108 invalid_value: `page` comes after version 1',
    ],
    ['on_change: {candidate: new_request}', '6:13 misplaced_key: "candidate" belongs at the top of the file'],
    [check('metric: auc, op: between, low: 1, high: 0'), 'invalid_value: low is above high'],
    [
      check('metric: auc, op: ">=", of: champoin'),
      '"champoin" is not one of champion, baseline; did you mean "champion"?',
    ],
    [check('metric: auc, op: ">=", of: champion, tolerance: 1 %'), 'invalid_value: a percentage is written 1%'],
    [check('metric: auc, op: ">=", value: 1, min_support: 0'), '6:84 invalid_value: this is at least 1'],
    [check('pipeline: p, is: succes'), '"succes" is not one of success'],
    [check('age: dta, at_most: 7d'), '"dta" is not one of champion, candidate, data, validation; did you mean "data"?'],
    [check('documnet: card'), 'unknown key "documnet"; did you mean "document"?'],
    [
      'evidence: [{name: q, id: q, title: Q, check: {age: data, at_most: 7d}}]',
      '6:13 unknown_key: unknown key "name"; allowed here: cares, check, id, max_age, produced_by, title',
    ],
    ['timing: {channel: "#ml"}', '6:10 misplaced_key: "channel" belongs under `ask`'],
    [check('signed_by: x'), '6:38 later: `signed_by` comes after version 1'],
    [
      'alerts: [{id: a, when: {incident: open}, clear_when: {incident: none}, at_most: often}]',
      '6:81 invalid_value: this is written 1 per 6h',
    ],
    ['alerts: [{id: a, when: {incident: open}, clear_when: {incident: none}, to: Risk team}]', '6:76 invalid_value: '],
    [
      'alerts: [{id: a, when: {incident: open}, clear_when: {incident: none}, drill_every: 2h}]',
      '6:85 invalid_value: drills are at least a day apart',
    ],
    [
      'tests: [{name: t, at: "2026-01-05", expect: {status: waiting}}]',
      '6:23 invalid_value: an instant is written "2026-01-05T12:00:00Z"',
    ],
    ['tests: [{name: t, given: {draw: 1}, expect: {status: waiting}}]', '6:33 invalid_value: '],
    [
      'tests: [{name: t, given: {size_of_change: {row: 1}}, expect: {status: waiting}}]',
      '6:44 invalid_key: "row": this is one of traffic_share',
    ],
    [
      'tests: [{name: t, votes: [ml-9], expect: {status: waiting}}]',
      '6:27 dangling_name: there is no person "ml-9"; did you mean "ml-1"?',
    ],
    [
      'tests: [{name: t, votes: [{ml-1: aprove}], expect: {status: waiting}}]',
      '6:34 invalid_value: "aprove" is not one of approve',
    ],
    [
      'tests: [{name: t, expect: {gates: [freze]}}]',
      '6:36 invalid_value: "freze" is not one of hold, freeze, wait, lock; did you mean "freeze"?',
    ],
  ])('may not be %s', (line, problem) => {
    const problems = said(`${gate}${line}\n`);
    expect(problems.join('\n')).toContain(problem);
    expect(problems[0]).toMatch(/^gate\.yaml:6:\d+ /);
  });

  it.each([
    [rule('needs: {people: {from: ml, count: 0}}'), '5:53 invalid_value: this is at least 1'],
    [rule('needs: {people: {from: ml, count: 1.5}}'), '5:53 wrong_type: expected a whole number, found 1.5'],
    [rule('needs: {people: {from: [], count: 1}}'), '5:42 invalid_value: this list is empty'],
    [rule('needs: {people: {form: ml}}'), '5:36 unknown_key: unknown key "form"; did you mean "from"?'],
    [rule('needs: {}'), '5:26 invalid_value: a rule needs people, evidence or facts'],
    [rule('needs: {people: {from: ml}}, options: {must_open: true}'), '5:58 later: `must_open` comes after version 1'],
    [
      rule('needs: {people: {from: ml}}, options: {allow: [everyone]}'),
      '5:66 invalid_value: "everyone" is not one of requester',
    ],
    [
      rule(`needs: {people: {from: ml}}, why: ${'x'.repeat(301)}`),
      '5:53 invalid_value: this is at most 300 characters',
    ],
    [
      `rules: [{name: ${'x'.repeat(81)}, needs: {people: {from: ml}}}]\n`,
      '5:16 invalid_value: this is at most 80 characters',
    ],
    [
      rule('needs: {people: {from: legal, count: 2}}'),
      '5:26 impossible_seats: "R" needs 2 people, and only 1 could ever agree; ask for fewer, or add people',
    ],
  ])('of rules may not be %s', (rules, problem) => {
    expect(said(head + rules).join('\n')).toContain(`gate.yaml:${problem}`);
  });

  it.each([
    ['expires_after: 7d', '"expires_after" belongs under `timing`'],
    ['freeze: []', '"freeze" belongs under `timing`'],
    ['alias: production', '"alias" belongs'],
    ['models: ["**"]', '"models" belongs under `applies_to`'],
    ['roles: {}', '"roles" belongs in people.yaml'],
    ['connections: []', '"connections" belongs in org.yaml'],
    ['baseline: {}', '"baseline" belongs in org.yaml'],
  ])('may not stand in the wrong place: %s', (line, problem) => {
    const found = said(`${gate}${line}\n`);
    if (line.startsWith('alias')) expect(found[0]).toMatch(/unknown_key|misplaced_key/);
    else expect(found).toContain(`gate.yaml:6:1 misplaced_key: ${problem}`);
  });

  it.each([
    [
      'org.yaml',
      `${org}rules: []\n`,
      'org.yaml:10:1 misplaced_key: "rules" belongs in a playbook, or under `baseline` for all of them',
    ],
    ['org.yaml', `${org}applies_to: {}\n`, 'org.yaml:10:1 misplaced_key: "applies_to" belongs in a playbook'],
    ['people.yaml', `${people}connections: []\n`, 'people.yaml:21:1 misplaced_key: "connections" belongs in org.yaml'],
    ['models.yaml', `${models}people: {}\n`, 'models.yaml:6:1 misplaced_key: "people" belongs in people.yaml'],
  ])('of %s may not stand in the wrong file', (file, text, problem) => {
    expect(said(gate, { [file]: text })).toContain(problem);
  });
});

describe('shared files', () => {
  it.each([
    [
      'org.yaml',
      org.replace('zone: Europe/Amsterdam', 'zone: CET'),
      'org.yaml:4:7 invalid_value: a zone is an IANA name',
    ],
    ['org.yaml', org.replace('version: 1', 'version: 2'), 'org.yaml:1:10 invalid_value: expected 1, found 2'],
    [
      'org.yaml',
      org.replace('id: vertex-eu', 'id: mlflow'),
      'org.yaml:9:10 duplicate_name: the connection id "mlflow" is used twice',
    ],
    [
      'org.yaml',
      org.replace('kind: vertex', 'kind: sagemaker'),
      'org.yaml:9:27 invalid_value: `sagemaker` comes after version 1',
    ],
    ['org.yaml', org.replace('http://127', 'ftp://127'), 'org.yaml:8:37 invalid_value: this is an address, as http'],
    ['org.yaml', org.replace('"#alarm"', '#alarm'), 'org.yaml:7:1 yaml: this is not indented as the lines around it'],
    [
      'people.yaml',
      people.replace('U0TEST00', 'ops'),
      'people.yaml:4:16 invalid_value: a Slack user id looks like U0ANA0001',
    ],
    [
      'people.yaml',
      people.replace('[ops]', '[nobody]'),
      'people.yaml:15:23 dangling_name: there is no person "nobody"; people are in people.yaml',
    ],
    [
      'people.yaml',
      people.replace('[ops]', '[]'),
      'people.yaml:15:22 empty_role: nobody is in the role platform; name people, or write on_empty: ask_owner',
    ],
    [
      'people.yaml',
      people.replace('ops@example.com', 'ops@example.com, active: false'),
      'people.yaml:15:22 empty_role: nobody active is in the role platform',
    ],
    [
      'people.yaml',
      people.replace('legal: {people: [legal-1]', 'legal: {people: [legal-1], excludes: [legal]'),
      'people.yaml:18:40 empty_role: everybody in the role legal is also in a role that it excludes',
    ],
    [
      'people.yaml',
      people.replace('[legal-1]', '[legal-1, legal-1]'),
      'people.yaml:18:29 duplicate_name: the person "legal-1" is used twice',
    ],
    [
      'people.yaml',
      people.replace('platform: {people', 'platform: {min_tenure: 0d, people'),
      'people.yaml:15:26 invalid_value: a duration is written',
    ],
    [
      'people.yaml',
      `${people}delegations: [{from: ml-1, to: ml-1, roles: ml, start: "2026-01-01T00:00", end: "2026-01-02T00:00", reason: x}]\n`,
      'people.yaml:21:32 invalid_value: nobody delegates to themselves',
    ],
    [
      'people.yaml',
      `${people}delegations: [{from: ml-1, to: ml-2, roles: ml, start: "2026-01-02T00:00", end: "2026-01-01T00:00", reason: x}]\n`,
      'people.yaml:21:81 invalid_value: this delegation ends before it starts',
    ],
    [
      'people.yaml',
      `${people}delegations: [{from: ml-1, to: ml-2, roles: risk, start: "2026-01-01T00:00", end: "2026-01-02T00:00", reason: x}]\n`,
      'people.yaml:21:45 delegation: ml-1 is not in the role risk',
    ],
    [
      'models.yaml',
      models.replace('owner: ml-1', 'owner: ml-7'),
      'models.yaml:4:72 dangling_name: there is no person "ml-7"; did you mean "ml-1"?',
    ],
    [
      'models.yaml',
      models.replace('id: fraud/scorer', 'id: fraud//scorer'),
      'models.yaml:4:10 invalid_value: a model id is a path, as credit/limit',
    ],
    ['models.yaml', models.replace('team: fraud,', ''), 'models.yaml:4:5 missing_key: "team" is required here; add it'],
    [
      'models.yaml',
      models.replace('mlflow: fraud-scorer', 'mlfow: fraud-scorer'),
      'models.yaml:4:29 dangling_name: there is no connection "mlfow"; did you mean "mlflow"?',
    ],
  ])('%s may not say it otherwise', (file, text, problem) => {
    expect(said(gate, { [file]: text }).join('\n')).toContain(problem);
  });

  it('have to be called what they are called', () => {
    const files = folder(gate).map(({ path, text }) => ({ path: path.replace('people.yaml', 'People.yml'), text }));
    const result = loadPlaybooks(files);
    const problems = result.ok ? [] : result.problems.map(({ file, code, sentence }) => `${file} ${code}: ${sentence}`);
    expect(problems).toContain('playbooks/People.yml file_name: this file has to be called people.yaml');
    expect(problems).toContain('people.yaml missing_file: there is no people.yaml; every folder of playbooks has one');
    expect(problems.filter((one) => one.includes('dangling'))).toEqual([]);
  });
});
