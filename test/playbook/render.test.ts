import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyNotes } from '#playbook/key-notes/note-of.ts';
import type { Playbook } from '#playbook/playbook.ts';
import type { Line } from '#playbook/render/line.ts';
import { pageMarkdown } from '#playbook/render/markdown.ts';
import { policyPage } from '#playbook/render/policy-page.ts';
import { renderPolicy } from '#playbook/render/render-policy.ts';
import { wholePlaybook } from '#playbook/render/subject.ts';
import { policies } from './arbitrary.ts';
import { folder, head, loaded, org, people } from './company.ts';
import { cases, one } from './render-cases.ts';
import { elsewhere, sections, together } from './render-keys.ts';

const names = { person: (id: string) => id, roles: (ids: readonly string[]) => ids.join('+') };

/** Every sentence of a playbook, its marks in brackets, with those under it. */
function sentences(yaml: string, replaced?: Readonly<Record<string, string>>): readonly string[] {
  const set = loaded(yaml, replaced);
  const playbook = set.playbooks.find(({ path }) => path.endsWith('gate.yaml')) as Playbook;
  return renderPolicy(wholePlaybook(set, playbook, names)).flatMap(({ lines }) => lines.flatMap(flat));
}

function flat({ lead, text, under, from, ...line }: Line): readonly string[] {
  const source = line.default ? ' [default]' : from === null ? '' : ` [${from}]`;
  return [`${lead === null ? '' : `${lead}: `}${text}${source}`, ...under.flatMap(flat)];
}

describe('a playbook in sentences', () => {
  it('has a case for every key of the language', () => {
    const keys = Object.keys(keyNotes.playbook).filter((path) => !path.startsWith('tests.'));
    const seen = [...cases.flatMap(([path]) => [path, ...(together[path] ?? [])]), ...sections, ...elsewhere];
    expect([...new Set(seen)].sort()).toEqual(keys.sort());
  });

  it.each(cases)('says %s', (_, yaml, sentence) => {
    const said = sentences(yaml);
    expect(said.map((text) => text.replace(' [default]', ''))).toContain(sentence);
  });

  it('marks what nobody wrote, and only that', () => {
    for (const [path, yaml, sentence] of cases) {
      if (path === 'distinct.joined_after_open' || path === 'distinct.unknown_people') continue;
      if (sentences(one).includes(sentence)) continue;
      expect(sentences(yaml), path).not.toContain(`${sentence} [default]`);
    }
    const defaults = sentences(one).filter((text) => text.endsWith(' [default]'));
    expect(defaults).toContain('It must be approved within 7 days of being asked for. [default]');
    expect(defaults).toContain('Nothing is approved without people. [default]');
    expect(defaults).toContain('There is no way around these rules in an emergency. [default]');
    expect(defaults).toContain('There is no freeze. [default]');
  });

  it('says the defaults of both, where criticality decides them', () => {
    expect(sentences(one)).toEqual(
      expect.arrayContaining([
        'If the criticality of the model is high, critical or not known: who joined the role after it was asked for does not count. [default]',
        'If it is low or medium: who joined the role after it was asked for counts, and the card says so. [default]',
        'If it is low or medium: it is blocked unless each of these is known of the version: the weights. [default]',
      ]),
    );
    const high = one.replace('to: production', 'to: production, when: {criticality: [high, critical]}');
    expect(sentences(high)).toContain('Who joined the role after it was asked for does not count. [default]');
    expect(sentences(high).filter((text) => text.includes('low or medium'))).toEqual([]);
    const low = one.replace('to: production', 'to: production, when: {criticality: low}');
    expect(sentences(low).filter((text) => text.includes('low or medium')).length).toBeGreaterThan(0);
  });

  it('says rollouts step by step', () => {
    const yaml = `${one.replace('models: ["**"]', 'registry: vertex-eu, models: [fraud/scorer]')}after_approval: {rollout: [{traffic: 10%, for: 6h, stop_if: {metric: {loss: {op: ">", value: 1}}}}, {traffic: 100%}]}\n`;
    const models = `version: 1
owner: platform
models:
  - {id: fraud/scorer, in: {vertex-eu: fraud}, team: fraud, owner: ml-1, endpoint: e}
`;
    const said = sentences(yaml, { 'models.yaml': models });
    expect(said).toContain(
      '10 percent for 6 hours. It is stopped and taken back if the live `loss` is above 1; if that is not known, the next step does not start.',
    );
    expect(said).toContain('100 percent.');
  });

  it('says everything of an alert', () => {
    const yaml = `${one}alerts: [{id: score, when: {incident: open}, clear_when: {incident: none}, group_by: [model, feature], at_most: 3 per 1d, criticality: high, to: legal, escalate: [{after: 30m, to: risk}], offers: [retrain, rollback], no_data_after: 2d, max_silence: 12h, drill_every: 30d}]\n`;
    expect(sentences(yaml)).toEqual(
      expect.arrayContaining([
        'It ends when no high or critical alert of the model is firing. What is not known neither raises nor ends it.',
        'There is one for each model and feature.',
        'Its criticality is high.',
        'legal is told, at most 3 times in 1 day; at high criticality the first word of it is never held back.',
        'If nobody has answered after 30 minutes, risk is told.',
        'It offers a retraining and a rollback; each is a request of its own.',
        'If no values come for 2 days, that is said.',
        'It can be silenced for at most 12 hours.',
        'Every 30 days a drill is sent through it, which is marked as one.',
      ]),
    );
  });
});

describe('how an unknown condition is read', () => {
  const rules = (...ruled: readonly string[]) =>
    `rules:\n${ruled.map((name) => `  - {name: ${name}, if: {incident: open}, needs: {people: {from: ml}}}`).join('\n')}\n`;
  const reading = (yaml: string, rule: string) =>
    sentences(yaml)
      .find((text) => text.startsWith(`${rule}: if`))
      ?.split('agrees. ')[1];

  it.each([
    ['all', 'decision: {all: [A, B]}', 'If that is not known, the rule applies.'],
    ['any', 'decision: {any: [A, B]}', 'If that is not known, this way to an approval is closed.'],
    [
      'at_least',
      'decision: {at_least: {n: 1, of: [A, B]}}',
      'If that is not known, this way to an approval is closed.',
    ],
    [
      'all under any',
      'decision: {any: [{all: [A, C]}, B]}',
      'If that is not known, the rule applies, and its way is closed unless something else of it is sure to apply.',
    ],
    ['the root', 'decision: {all: [A, {any: [B, C]}]}', 'If that is not known, the rule applies.'],
  ])('under %s', (_, decision, said) => {
    const all = decision.includes('C') ? rules('A', 'B', 'C') : rules('A', 'B');
    expect(reading(`${head}${all}${decision}\n`, 'A')).toBe(said);
  });

  it('for each action, where the trees differ', () => {
    const yaml = `${head.replace('action: promote', 'action: [promote, rollback]')}${rules('A', 'B')}decision: {by_action: {promote: {all: [A]}, rollback: {any: [A, B]}}}\n`;
    expect(reading(yaml, 'A')).toBe(
      'If that is not known, for promotions the rule applies; for rollbacks this way to an approval is closed.',
    );
  });
});

describe('what a playbook inherits', () => {
  const parent = `playbook: 1
name: Parent
owner: risk
abstract: true
applies_to: {action: promote, models: ["**"], to: production}
rules: [{name: P, needs: {people: {from: risk}}}]
block: {by: [risk]}
timing: {expires_after: 5d, freeze: [{name: Weekend, zone: UTC, weekly: {from: "sat 00:00", to: "sun 24:00"}}]}
`;
  const child = `${one}extends: Parent\nblock: {by: [ml]}\ntiming: {execute_within: 1d}\n`;
  const base = `${org}baseline: {distinct: {membership: both}}\n`;

  it('is resolved, and says where it stands', () => {
    const said = sentences(child, { 'parent.yaml': parent, 'org.yaml': base });
    expect(said).toEqual(
      expect.arrayContaining([
        'It builds on the baseline of org.yaml and “Parent” and can only be stricter.',
        'P: 1 person from risk (risk-1, risk-2 or risk-3) agrees. [“Parent”]',
        'R: 1 person from ml (ml-1, ml-2 or ml-3) agrees.',
        'Anybody from risk (risk-1, risk-2 or risk-3) can block it or reject it, giving a reason, also if they asked for it or made it. [“Parent”]',
        'Anybody from ml (ml-1, ml-2 or ml-3) can block it or reject it, giving a reason, also if they asked for it or made it.',
        'It must be approved within 5 days of being asked for. [“Parent”]',
        'What is approved must be carried out within 1 day.',
        'Whoever agrees must be in the role when voting and still when it is carried out. [the baseline of org.yaml]',
        'Weekend: every week from Saturday 00:00 to Sunday 24:00 (UTC) no promotions, changes of traffic or retirements are carried out. [“Parent”]',
      ]),
    );
  });

  it('is the child’s where both say it', () => {
    const said = sentences(child.replace('timing: {', 'timing: {expires_after: 2d, '), { 'parent.yaml': parent });
    expect(said).toContain('It must be approved within 2 days of being asked for.');
  });

  it('is said of the parent too', () => {
    const set = loaded(child, { 'parent.yaml': parent });
    const page = policyPage(set, set.playbooks.find(({ name }) => name === 'Parent') as Playbook, names);
    expect(pageMarkdown(page)).toContain('“Gate” builds on it.');
  });
});

describe('roles and delegations', () => {
  it('are told with what they ask of their members', () => {
    const strict = people
      .replace(
        'ml: {people: [ml-1, ml-2, ml-3]}',
        'ml: {people: [ml-1, ml-2, ml-3], min_tenure: 14d, excludes: [legal], on_empty: ask_owner}',
      )
      .replace('ml-2: {', 'ml-2: {active: false, ')
      .concat(
        'delegations: [{from: ml-1, to: ops, roles: [ml], start: "2026-12-01T00:00", end: "2026-12-14T24:00", reason: leave}]\n',
      );
    const said = sentences(one, { 'people.yaml': strict });
    expect(said).toEqual(
      expect.arrayContaining([
        'R: 1 person from ml (ml-1 or ml-3) agrees.',
        'Who joined ml less than 14 days ago does not count for it.',
        'Who is also in legal does not count for ml.',
        'If nobody can fill a seat of ml, it waits and risk is asked.',
        'Delegated: ops acts for ml-1 in ml from 1 December 2026 00:00 to 14 December 2026 24:00 (Europe/Amsterdam): leave.',
      ]),
    );
  });

  it('name a user group where nobody is listed', () => {
    const group = people.replace('ml: {people: [ml-1, ml-2, ml-3]}', 'ml: {slack_usergroup: S0ML}');
    expect(sentences(one, { 'people.yaml': group })).toContain(
      'R: 1 person from ml (the Slack user group `S0ML`) agrees.',
    );
  });
});

describe('the page', () => {
  it('names the digests a signature stands for, one for each model', () => {
    const set = loaded(one);
    const page = policyPage(set, set.playbooks[0] as Playbook, names);
    expect(page.policies.map(({ model }) => model)).toEqual(['fraud/scorer']);
    const text = pageMarkdown(page);
    expect(text).toContain(`| this policy for \`fraud/scorer\` | \`${page.policies[0]?.digest}\` |`);
    expect(text).toContain(`| all playbooks, people and models | \`${page.set}\` |`);
    expect(text).toContain('| name | role | date | signature |');
    const other = loaded(one.replace('from: ml', 'from: risk'));
    const changed = policyPage(other, other.playbooks[0] as Playbook, names);
    expect(changed.policies[0]?.digest).not.toBe(page.policies[0]?.digest);
    expect(changed.set).not.toBe(page.set);
  });

  it('keeps somebody’s text from becoming marks', () => {
    const set = loaded(
      `${head}rules: [{name: "*R* [x](http://e.example) <b>\`a\`", why: "_so_ | # not", needs: {people: {from: ml}}}]\n`,
    );
    const text = pageMarkdown(policyPage(set, set.playbooks[0] as Playbook, names));
    expect(text).toContain(String.raw`**\*R\* \[x\](http://e.example) \<b\>'a'**: `);
    expect(text).toContain(String.raw`Why: \_so\_ \| \# not`);
  });

  it('is the same for the same files, and total for any policy', () => {
    expect(folder(one).length).toBeGreaterThan(0);
    const set = loaded(one);
    const whole = wholePlaybook(set, set.playbooks[0] as Playbook, names);
    expect(JSON.stringify(renderPolicy(whole))).toBe(
      JSON.stringify(renderPolicy(wholePlaybook(loaded(one), set.playbooks[0] as Playbook, names))),
    );
    fc.assert(
      fc.property(policies, (policy) => {
        const text = JSON.stringify(renderPolicy({ ...whole, policy, otherPolicy: policy }));
        expect(text).not.toMatch(/undefined|\[object|null percent|NaN/);
      }),
      { numRuns: 200 },
    );
  });
});
