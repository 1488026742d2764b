import { globSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { keyRows } from '#cli/reference-docs/key-rows.ts';
import type { Json } from '#domain/canonical-json.ts';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import { type FileKind, keyNotes, noteOf } from '#playbook/key-notes/note-of.ts';
import { jsonSchemas, plainSchemas } from '#playbook/load/json-schemas.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, head, models as modelsYaml, org as orgYaml, people as peopleYaml } from './company.ts';

const one = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  validateFormats: false,
  allErrors: true,
});
const schemas = jsonSchemas();
const kinds = ['org', 'people', 'models', 'capabilities', 'playbook'] as const;
const validators = Object.fromEntries(kinds.map((kind) => [kind, ajv.compile(schemas[kind] as object)]));

function schemaTakes(kind: FileKind, text: string): boolean {
  return validators[kind]?.(parse(text)) === true;
}

/** Whether the folder of the test company loads with this file in it. */
function parserTakes(kind: FileKind, text: string): boolean {
  const files = kind === 'playbook' ? folder(text) : folder(one, { [`${kind}.yaml`]: text });
  return loadPlaybooks(files).ok;
}

const kindOf = (path: string): FileKind =>
  (/\b(org|people|models|capabilities)\.yaml$/.exec(path)?.[1] as FileKind | undefined) ?? 'playbook';
const shipped = globSync('playbooks/*.yaml').sort();

describe('the published JSON Schemas', () => {
  it.each(shipped)('accept %s, and no unknown key in it', (path) => {
    const kind = kindOf(path);
    const file = parse(readFileSync(path, 'utf8')) as object;
    const validate = validators[kind];
    expect([validate?.(file), validate?.errors]).toEqual([true, null]);
    expect(validate?.({ ...file, unknown_key: 1 })).toBe(false);
  });

  it('found what is shipped', () => {
    expect(new Set(shipped.map(kindOf))).toEqual(new Set(kinds));
  });

  it.each(['README.md', 'docs/playbooks.md'])('accept every file in %s', (page) => {
    const blocks = [...readFileSync(page, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    const files = blocks.filter((text) => /^(?:#.*\n)*(playbook|version): 1$/m.test(text));
    for (const text of files) {
      const kind = text.includes('playbook: 1')
        ? 'playbook'
        : text.includes('\npeople:')
          ? 'people'
          : text.includes('\nmodels:')
            ? 'models'
            : text.includes('\nbased_on:')
              ? 'capabilities'
              : 'org';
      expect([schemaTakes(kind, text), validators[kind]?.errors]).toEqual([true, null]);
    }
  });

  it.each(kinds)('name themselves and their draft: %s', (kind) => {
    expect(schemas[kind]).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.stringMatching(/^Countersign: /),
    });
  });
});

const rule = (text: string) => `${head}rules: [{name: R, ${text}}]\n`;
const item = (text: string) => `${one}evidence: [{id: q, title: Q, check: ${text}}]\n`;
const freeze = (text: string) => `${one}timing: {freeze: [{name: F, zone: UTC, ${text}}]}\n`;
const alert = (text: string) =>
  `${one}alerts: [{id: a, when: {incident: open}, clear_when: {incident: none}, ${text}}]\n`;

const matrixFile = (cell: string) => `version: 1\nowner: ml\nbased_on: reconstructed-1\nchanges: [${cell}]\n`;

/** Files that are fine in form. */
const fine: readonly (readonly [FileKind, string])[] = [
  ['org', orgYaml],
  ['org', `${orgYaml}baseline: {rules: [{name: R, needs: {people: {from: ml}}}]}\n`],
  ['people', peopleYaml],
  ['models', modelsYaml],
  ['capabilities', matrixFile('{capability: serving, trait: batch, need: no, note: Others do.}')],
  ['playbook', one],
  ['playbook', one.replace('action: promote', 'action: [promote, rollback]')],
  ['playbook', rule('if: {any_of: [{changed: data}, {first_promotion: true}]}, needs: {evidence: all}')],
  ['playbook', rule('needs: {facts: {none_of: {incident: open}}}')],
  ['playbook', `${one}decision: {at_least: {n: 1, of: [R]}}\n`],
  ['playbook', `${one}decision: R\n`],
  ['playbook', `${one}decision: {by_action: {promote: {all: [R]}}}\n`],
  ['playbook', `${one}block: {by: [], lifted_by: same_person}\n`],
  ['playbook', `${one}block: {lifted_by: risk}\n`],
  ['playbook', `${one}after_approval: {set: {alias: canary, tags: {approved-for: all}}}\n`],
  ['playbook', item('{metric: auc, op: ">=", of: champion, tolerance: 1%, slices: region}')],
  ['playbook', item('{document: card, sections: purpose, open_findings: {major: 0}}')],
  ['playbook', freeze('from: "2026-12-18T17:00", to: "2027-01-04T24:00"')],
  ['playbook', freeze('weekly: {from: "fri 16:00", to: "sun 24:00"}')],
  ['playbook', alert('at_most: 2 per 6h, to: "#alarm"')],
  [
    'playbook',
    `${one}tests: [{name: t, votes: [ml-1, {risk-1: block}, {person: ml-2, acting_for: ml-3}], at: "2026-01-05T12:00:00Z", expect: {status: waiting}}]\n`,
  ],
];

/** Files that break one thing JSON Schema can tell. */
const broken: readonly (readonly [string, FileKind, string])[] = [
  ['an unknown key', 'playbook', `${one}ownr: risk\n`],
  ['an unknown key deep inside', 'playbook', rule('needs: {people: {from: ml, cont: 2}}')],
  ['a missing key', 'playbook', one.replace('owner: risk\n', '')],
  ['another version', 'playbook', one.replace('playbook: 1', 'playbook: 2')],
  ['a wrong type', 'playbook', one.replace('name: Gate', 'name: [Gate]')],
  ['an empty text', 'playbook', one.replace('name: Gate', 'name: " "')],
  ['a text that is too long', 'playbook', one.replace('name: Gate', `name: ${'x'.repeat(81)}`)],
  ['no id', 'playbook', one.replace('owner: risk', 'owner: Risk Team')],
  ['an action there is not', 'playbook', one.replace('action: promote', 'action: deploy')],
  ['an empty list', 'playbook', one.replace('models: ["**"]', 'models: []')],
  ['an empty condition', 'playbook', rule('if: {}, needs: {people: {from: ml}}')],
  ['a predicate there is not', 'playbook', rule('if: {weather: fine}, needs: {people: {from: ml}}')],
  ['an empty map of a predicate', 'playbook', rule('if: {metric: {}}, needs: {people: {from: ml}}')],
  ['a rule that needs nothing', 'playbook', rule('needs: {}')],
  ['no person', 'playbook', rule('needs: {people: {from: ml, count: 0}}')],
  ['half a person', 'playbook', rule('needs: {people: {from: ml, count: 1.5}}')],
  ['nobody to let agree', 'playbook', rule('needs: {people: {from: ml}}, options: {allow: [boss]}')],
  ['a duration without a unit', 'playbook', `${one}timing: {expires_after: 7}\n`],
  ['a duration of months', 'playbook', `${one}timing: {expires_after: 1mo}\n`],
  ['a duration of nothing', 'playbook', `${one}timing: {expires_after: 0d}\n`],
  [
    'a freeze without a zone',
    'playbook',
    `${one}timing: {freeze: [{name: F, from: "2026-12-18T17:00", to: "2026-12-19T17:00"}]}\n`,
  ],
  ['an abbreviated zone', 'playbook', freeze('from: "2026-12-18T17:00", to: "2026-12-19T17:00"').replace('UTC', 'CET')],
  [
    'an offset for a zone',
    'playbook',
    freeze('from: "2026-12-18T17:00", to: "2026-12-19T17:00"').replace('UTC', 'Etc/GMT+1'),
  ],
  ['a time with an offset', 'playbook', freeze('from: "2026-12-18T17:00Z", to: "2026-12-19T17:00"')],
  ['a month that is none', 'playbook', freeze('from: "2026-13-18T17:00", to: "2027-12-19T17:00"')],
  ['24:00 as a beginning', 'playbook', freeze('from: "2026-12-18T24:00", to: "2026-12-20T17:00"')],
  ['a weekly time without a day', 'playbook', freeze('weekly: {from: "16:00", to: "mon 08:00"}')],
  [
    'a freeze of two kinds',
    'playbook',
    freeze('from: "2026-12-18T17:00", to: "2026-12-19T17:00", weekly: {from: "fri 16:00", to: "mon 08:00"}'),
  ],
  ['a share above the whole', 'playbook', `${one}after_approval: {rollout: [{traffic: 101%}]}\n`],
  ['a share without its sign', 'playbook', `${one}after_approval: {rollout: [{traffic: 100}]}\n`],
  ['a reserved alias', 'playbook', `${one}after_approval: {set: {alias: latest}}\n`],
  ['an alias like a version', 'playbook', `${one}after_approval: {set: {alias: v12}}\n`],
  ['a check there is not', 'playbook', item('{vibes: good}')],
  ['a check with a key too many', 'playbook', item('{pipeline: t, is: success, op: "="}')],
  ['a comparison there is not', 'playbook', item('{metric: auc, op: "=>", value: 1}')],
  ['a negative tolerance', 'playbook', item('{metric: auc, op: ">=", of: champion, tolerance: -1}')],
  ['findings below none', 'playbook', item('{document: card, open_findings: {major: -1}}')],
  ['a rate in other words', 'playbook', alert('at_most: once an hour')],
  ['a node of two kinds', 'playbook', `${one}decision: {all: [R], any: [R]}\n`],
  ['an emergency without a review', 'playbook', `${one}break_glass: {by: ml, only_for: promote}\n`],
  ['a test that expects nothing', 'playbook', `${one}tests: [{name: t, expect: {}}]\n`],
  [
    'a vote of two people',
    'playbook',
    `${one}tests: [{name: t, votes: [{ml-1: approve, ml-2: approve}], expect: {status: waiting}}]\n`,
  ],
  ['a local instant', 'playbook', `${one}tests: [{name: t, at: "2026-01-05T12:00", expect: {status: waiting}}]\n`],
  ['an e-mail address that is none', 'people', peopleYaml.replace('ops@example.com', 'ops')],
  ['a Slack id that is none', 'people', peopleYaml.replace('U0TEST00', 'ops')],
  ['a role without members', 'people', peopleYaml.replace('{people: [ops]}', '{min_tenure: 1d}')],
  [
    'a role with two sources',
    'people',
    peopleYaml.replace('{people: [ops]}', '{people: [ops], slack_usergroup: S0OPS}'),
  ],
  ['a person under no id', 'people', peopleYaml.replace('  ops:', '  Ops!:')],
  ['a criticality there is not', 'models', modelsYaml.replace('criticality: high', 'criticality: severe')],
  ['a model without a name', 'models', modelsYaml.replace('{mlflow: fraud-scorer}', '{}')],
  ['a capability there is not', 'capabilities', matrixFile('{capability: servng, trait: batch, need: no, note: N}')],
  ['a cell without a note', 'capabilities', matrixFile('{capability: serving, trait: batch, need: no}')],
  ['half a materiality', 'models', modelsYaml.replace('criticality: high', 'materiality: {exposure: high}')],
  [
    'a document in two places',
    'models',
    modelsYaml.replace('criticality: high', 'documents: {card: {artifact: a.md, tag: card}}'),
  ],
  ['a currency that is none', 'org', orgYaml.replace('EUR', 'Euro')],
  ['a channel that is none', 'org', orgYaml.replace('"#alarm"', '"the alarm"')],
  ['a connection without an address', 'org', orgYaml.replace(', url: "http://127.0.0.1:5000"', '')],
  ['an address of another kind', 'org', orgYaml.replace('http://127', 'ftp://127')],
  ['a Vertex AI connection without a project', 'org', orgYaml.replace(', project: p', '')],
  ['a broken baseline', 'org', `${orgYaml}baseline: {timing: {expires_after: soon}}\n`],
];

describe('schema and loader agree', () => {
  it.each(fine.map((each, index) => [index + 1, ...each] as const))(
    'on file %d, of kind %s, which is fine',
    (_, kind, text) => {
      expect([parserTakes(kind, text), schemaTakes(kind, text), validators[kind]?.errors]).toEqual([true, true, null]);
    },
  );

  it('on steps of traffic, as far as the schema can tell', () => {
    const steps = (text: string) => `${one}after_approval: {rollout: ${text}}\n`;
    expect(
      schemaTakes('playbook', steps('[{traffic: 10%, for: 6h, stop_if: {incident: open}}, {traffic: 100%}]')),
    ).toBe(true);
    expect(schemaTakes('playbook', steps('[]'))).toBe(false);
  });

  it.each(broken)('on %s', (_, kind, text) => {
    expect([fine.some(([, other]) => other === text), parserTakes(kind, text), schemaTakes(kind, text)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the notes on keys', () => {
  const pathsOf = (kind: FileKind) =>
    keyRows(plainSchemas()[kind], {
      named: () => '',
      elsewhere: (key) => (['baseline', 'check'].includes(key) ? 'elsewhere' : null),
    }).map(({ path }) => path.replaceAll('[]', ''));

  it.each(kinds)('explain every key of %s, and no other', (kind) => {
    const paths = pathsOf(kind);
    expect(paths.length).toBeGreaterThan(7);
    expect(paths.filter((path) => noteOf(kind, path) === null)).toEqual([]);
    const known = new Set(everyPath(schemas[kind], ''));
    expect(Object.keys(keyNotes[kind]).filter((path) => !known.has(path))).toEqual([]);
  });

  it('stand in the schemas, with the defaults', () => {
    const timing = at(schemas.playbook, 'properties', 'timing', 'properties', 'expires_after');
    expect(timing).toMatchObject({
      description: 'How long there is to approve it. Written as a duration, as 30m, 2h, 7d or 2w.',
      default: '7d',
    });
    const baseline = at(schemas.org, 'properties', 'baseline', 'properties', 'timing', 'properties', 'expires_after');
    expect(baseline).toEqual(timing);
    const reason = at(
      schemas.playbook,
      'properties',
      'rules',
      'items',
      'properties',
      'options',
      'properties',
      'reason',
    );
    expect(reason).toMatchObject({
      enum: ['required', 'optional'],
      description: 'Whether an approval gives a reason. If it is absent: required at high criticality, else optional.',
    });
  });

  it('are the summaries of predicates and checks', () => {
    const predicates = Object.values(at(schemas.playbook, '$defs') as object).find(
      (one: object) => 'properties' in one && 'none_of' in (one.properties as object),
    ) as { properties: Record<string, { description?: string }> };
    expect(predicates.properties['changed']?.description).toBe('A listed part differs from the champion.');
    expect(Object.values(predicates.properties).filter(({ description }) => description === undefined)).toEqual([]);
    const forms = at(schemas.playbook, 'properties', 'evidence', 'items', 'properties', 'check', 'anyOf') as readonly {
      description?: string;
      properties?: object;
    }[];
    expect(forms.map(({ description }) => description)).toEqual(evidenceChecks.map(({ summary }) => summary));
    expect(Object.keys(forms[forms.length - 1]?.properties ?? {})).toEqual(['age', 'at_most']);
  });

  it('hold defaults that the loader takes', () => {
    for (const [path, note] of Object.entries(keyNotes.playbook)) {
      if (typeof note === 'string' || note.default === undefined) continue;
      const [first = '', second] = path.split('.');
      if (path.split('.').length > 2 || ['rules', 'evidence', 'alerts', 'tests', 'break_glass'].includes(first))
        continue;
      const value =
        second === undefined ? JSON.stringify(note.default) : `{${second}: ${JSON.stringify(note.default)}}`;
      expect([path, parserTakes('playbook', `${one}${first}: ${value}\n`)]).toEqual([path, true]);
    }
  });
});

function at(schema: Json, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], schema);
}

function everyPath(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, items, anyOf, additionalProperties } = schema as Record<string, unknown>;
  const keys = Object.entries(properties ?? {}).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    return [inner, ...everyPath(value, inner)];
  });
  const forms = (Array.isArray(anyOf) ? anyOf : []).flatMap((form) => everyPath(form, path));
  return [...keys, ...forms, ...everyPath(items, path), ...everyPath(additionalProperties, `${path}.<name>`)];
}
