import { describe, expect, it } from 'vitest';
import { isCollection, isMap, isNode, isPair, isScalar, parseDocument, stringify } from 'yaml';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import { jsonSchemas } from '#playbook/load/json-schemas.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { parseFile } from '#playbook/load/parse-file.ts';
import { collectProblems } from '#playbook/load/problems.ts';
import { shapeOf } from '#playbook/load/shape-of.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { capabilities } from '#playbook/schema/capabilities.ts';
import { models } from '#playbook/schema/models.ts';
import { org } from '#playbook/schema/org.ts';
import { people } from '#playbook/schema/people.ts';
import { playbook } from '#playbook/schema/playbook.ts';
import {
  everyCapabilities,
  everyCheck,
  everyModels,
  everyOrg,
  everyPeople,
  everyPlaybook,
  everyPredicate,
} from './every-key.ts';

const kinds = ['org', 'people', 'models', 'capabilities', 'playbook'] as const;
type Kind = (typeof kinds)[number];
type Path = readonly (string | number)[];

const schemas = { org, people, models, capabilities, playbook };
const names = {
  org: 'org.yaml',
  people: 'people.yaml',
  models: 'models.yaml',
  capabilities: 'capabilities.yaml',
  playbook: 'gate.yaml',
};
const textOf = (sample: object) => stringify(sample, { aliasDuplicateObjects: false });

/** The playbook one key at a time, beside those that every playbook has: small files are read quickly. */
const playbookTexts = Object.entries(everyPlaybook).map(([key, value]) => {
  const { playbook: version, name, owner, applies_to } = everyPlaybook;
  return textOf({ playbook: version, name, owner, applies_to, [key]: value });
});
const texts: Readonly<Record<Kind, readonly string[]>> = {
  org: [textOf(everyOrg)],
  people: [textOf(everyPeople)],
  models: [textOf(everyModels)],
  capabilities: [textOf(everyCapabilities)],
  playbook: playbookTexts,
};

function problemsIn(kind: Kind, text: string) {
  const problems = collectProblems();
  const file = parseFile(`playbooks/${names[kind]}`, text, problems);
  if (file !== null) shapeOf<unknown>(schemas[kind], kind, file, problems);
  return problems.sorted().map((one) => ({ ...one, at: `${one.line}:${one.column}` }));
}

interface Case {
  readonly kind: Kind;
  readonly path: string;
  readonly text: string;
  /** Where the value stands. */
  readonly from: number;
  readonly to: number;
  readonly value: 'map' | 'list' | 'scalar';
  /** Where its key stands, or it itself. */
  readonly key: number;
  readonly keyText: string | null;
}

/** Every value in a text, with where it and its key stand. */
function casesIn(kind: Kind, text: string): readonly Case[] {
  const found: Case[] = [];
  const visit = (node: unknown, path: Path, key: unknown) => {
    if (!isNode(node)) return;
    const [from = 0, to = 0] = node.range ?? [];
    const value = isMap(node) ? 'map' : isCollection(node) ? 'list' : 'scalar';
    const keyAt = isScalar(key) ? (key.range?.[0] ?? 0) : from;
    const keyText = isScalar(key) ? String(key.value) : null;
    if (path.length > 0) found.push({ kind, path: path.join('.'), text, from, to, value, key: keyAt, keyText });
    if (isMap(node)) {
      for (const pair of node.items)
        if (isPair(pair) && isScalar(pair.key)) visit(pair.value, [...path, String(pair.key.value)], pair.key);
    } else if (isCollection(node)) node.items.forEach((item, index) => visit(item, [...path, index], null));
  };
  visit(parseDocument(text).contents, [], null);
  return found;
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function replaced({ text, from, to }: Case, by: string): string {
  return text.slice(0, from) + by + (text.slice(from, to).endsWith('\n') ? '\n' : '') + text.slice(to);
}

/** Each value once, however often its key is written into the samples. */
const cases = kinds.flatMap((kind) => {
  const all = texts[kind].flatMap((text) => casesIn(kind, text));
  return [...new Map(all.map((one) => [one.path, one])).values()];
});

describe('the samples', () => {
  const parent = `playbook: 1\nname: Parent\nowner: risk\nabstract: true\napplies_to: {action: promote, models: ["**"]}\n`;

  it('load, so that what is refused below is refused for what is done to it', () => {
    const files = kinds.slice(0, 4).map((kind) => ({ path: names[kind], text: texts[kind].join('') }));
    const whole = { path: 'gate.yaml', text: textOf(everyPlaybook) };
    const result = loadPlaybooks([...files, whole, { path: 'parent.yaml', text: parent }]);
    const problems = result.ok ? [] : result.problems;
    // MLflow moves no traffic, and only a retraining makes something to promote; all else is possible at once.
    expect(problems.map(({ file, code }) => `${file} ${code}`).sort()).toEqual([
      'gate.yaml promotes_nothing',
      'gate.yaml unsupported_rollout',
    ]);
    for (const kind of kinds) for (const text of texts[kind]) expect(problemsIn(kind, text)).toEqual([]);
  });

  it('name every predicate and every evidence check', () => {
    const words = Object.keys(everyPredicate).filter((word) => word !== 'any_of' && word !== 'none_of');
    expect(words.sort()).toEqual(predicates.map(({ name }) => name).sort());
    expect(Object.keys(everyCheck).sort()).toEqual(evidenceChecks.map(({ kind }) => kind).sort());
  });

  it('write every key of the JSON Schemas', () => {
    const keys = new Set(cases.map(({ keyText }) => keyText));
    expect([...keysIn(jsonSchemas())].filter((key) => !keys.has(key))).toEqual([]);
    expect(cases.length).toBeGreaterThan(500);
  });
});

function keysIn(schema: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: unknown) => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (typeof node === 'object' && node !== null) {
      for (const [word, value] of Object.entries(node)) {
        if (word === 'properties') for (const key of Object.keys(value as object)) found.add(key);
        visit(value);
      }
    }
  };
  visit(schema);
  return found;
}

describe('every value of every key', () => {
  it.each(cases)('$kind $path refuses something of another kind, and says where', (one) => {
    const text = replaced(one, one.value === 'scalar' ? '{surely: {not: this}}' : '17.5');
    const found = problemsIn(one.kind, text);
    const key = one.value === 'scalar' ? one.from + 1 : one.from;
    const here = [one.from, one.key, key, one.from + '{surely: '.length].map((offset) => place(text, offset));
    expect(
      found.filter(({ at }) => here.includes(at)).map(({ code }) => code),
      JSON.stringify(found),
    ).not.toEqual([]);
    for (const { code, sentence } of found) expect(`${code} ${sentence}`).toMatch(/^[a-z_0-9]+ \S.{8,}/);
  });

  it.each(cases.filter(({ path }) => path !== 'tests.0.expect.review_due'))(
    '$kind $path refuses nothing at all',
    (one) => {
      const text = replaced(one, '~');
      expect(problemsIn(one.kind, text).map(({ at }) => at)).toContain(place(text, one.from));
    },
  );
});

/** Maps whose keys the author chooses. */
const chosen =
  /(^|\.)(digest\.teams|people|roles|in|labels|parameters|documents|label|tag|tags|metric|metric_delta|if\.evidence|given\.evidence|pipeline|open_findings|filled|missing|not_counted|expect\.rules|votes\.1)$/;
const needs = /^rules\.\d+\.needs$/;
const maps = cases.filter(({ value, path }) => value === 'map' && (!chosen.test(path) || needs.test(path)));

describe('every map of known keys', () => {
  it('is looked at', () => expect(maps.length).toBeGreaterThan(80));

  it.each(maps)('$kind $path refuses another key, and names those that are allowed or a near one', (one) => {
    const { kind, text, from } = one;
    const [first = ''] = text.slice(from).split(':');
    const indent = ' '.repeat(Number(place(text, from).split(':')[1]) - 1);
    const more = `${text.slice(0, from)}zzz_unheard_of: 1\n${indent}${text.slice(from)}`;
    const unheard = problemsIn(kind, more).find(({ at }) => at === place(more, from));
    expect(unheard?.sentence).toMatch(/"zzz_unheard_of".* (allowed here: \w+|this is one of \w+)/);
    if (first.length < 4) return;
    const swapped =
      first.slice(0, -2) + (first.at(-1) ?? '') + (first.at(-2) ?? '') + (first.at(-1) === first.at(-2) ? 'q' : '');
    const mistyped = text.slice(0, from) + swapped + text.slice(from + first.length);
    const sentences = problemsIn(kind, mistyped).map(({ at, sentence }) => `${at} ${sentence}`);
    const offer = new RegExp(`^${place(mistyped, from)} .*"${swapped}".*(did you mean "\\w+"|this is one of)`);
    if (one.path !== 'tests.0.votes.2')
      expect(
        sentences.some((said) => offer.test(said)),
        sentences.join('\n'),
      ).toBe(true);
  });
});
