import { readdirSync, readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { everyCheck, everyModels, everyOrg, everyPeople, everyPlaybook, everyPredicate } from './every-key.ts';
import type { Chance } from './random-numbers.ts';

/** The shipped playbooks, by path. */
export const shipped = readdirSync('playbooks')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `playbooks/${name}`, text: readFileSync(`playbooks/${name}`, 'utf8') }));

/** What YAML and playbooks are made of, and what is hard for those who read them. */
const pieces = [
  'playbook: 1\n',
  'name: ',
  'rules:\n',
  'decision: ',
  'applies_to: ',
  'owner: risk\n',
  'all',
  'any',
  'at_least',
  '  - ',
  '- ',
  '-\n',
  '{',
  '}',
  '[',
  ']',
  ': ',
  ':\n',
  ',',
  '\n',
  '\n  ',
  '\r\n',
  '\t',
  '? ',
  '|\n',
  '>-\n',
  '#',
  ' # ',
  '&a ',
  '*a',
  '!!map ',
  '!t ',
  '<<: ',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '"',
  "'",
  '\\',
  '"\\u202e"',
  '@',
  '`',
  '~',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\u2028',
  '👩‍🔬',
  '信',
  '\u0085',
  '__proto__',
  'constructor',
  'toString',
  '1e999',
  '-.inf',
  '.nan',
  '0x1F',
  '0o17',
  '-0',
  '9007199254740993',
  '1_000',
  '2026-02-30',
  '"2026-12-18T17:00"',
  'fri 17:00',
  'Europe/Amsterdam',
  '7d',
  '10%',
  'step_up',
  'production',
] as const;

const words = [...JSON.stringify([everyOrg, everyPeople, everyModels, everyPlaybook]).matchAll(/"([^"]+)"/g)].map(
  ([, word = '']) => word,
);

/** Bytes that need not be text, read as files are. */
export function randomBytes(chance: Chance): string {
  const bytes = Array.from({ length: chance.below(80) }, () =>
    chance.yes(0.5) ? chance.below(256) : 32 + chance.below(95),
  );
  return Buffer.from(bytes).toString('utf8');
}

export function randomPieces(chance: Chance): string {
  return Array.from({ length: chance.below(30) }, () =>
    chance.yes(0.8) ? chance.one(pieces) : chance.one(words),
  ).join('');
}

/** A text with something cut out, doubled, put in or swapped, up to four times. */
export function mutated(text: string, chance: Chance): string {
  let changed = text;
  for (let times = 1 + chance.below(4); times > 0; times -= 1) {
    const from = chance.below(changed.length + 1);
    const to = Math.min(from + chance.below(chance.yes(0.7) ? 12 : 400), changed.length);
    const part = changed.slice(from, to);
    const middle = chance.one([
      '',
      part + part,
      chance.one(pieces),
      chance.one(words),
      part.toUpperCase(),
      part.split('').toReversed().join(''),
    ]);
    changed = changed.slice(0, from) + middle + changed.slice(to);
  }
  return changed;
}

const scalars = [null, true, 0, -1, 1.5, 1e21, '', 'x', 'unknown', 'all', '7d', '10%', '2026-12-18T17:00', 'fri 17:00'];

/** Maps and lists in which the words of the language stand anywhere. */
export function randomStructure(chance: Chance, depth = 0): unknown {
  if (depth > 4 || chance.yes(0.2 + depth / 10)) return chance.yes(0.5) ? chance.one(words) : chance.one(scalars);
  if (chance.yes(0.3)) return Array.from({ length: chance.below(4) }, () => randomStructure(chance, depth + 1));
  const keys = Array.from({ length: 1 + chance.below(5) }, () => chance.one(words));
  return Object.fromEntries(keys.map((key) => [key, randomStructure(chance, depth + 1)]));
}

/** One file of a kind with some of its values replaced by others of the language, dropped or doubled. */
export function randomlySpoiled(chance: Chance): { readonly path: string; readonly text: string } {
  const [path, sample] = chance.one([
    ['org.yaml', everyOrg],
    ['people.yaml', everyPeople],
    ['models.yaml', everyModels],
    ['gate.yaml', partOf(everyPlaybook, chance)],
    ['gate.yaml', partOf(everyPlaybook, chance)],
  ] as const);
  return { path, text: stringify(spoiled(sample, chance), { aliasDuplicateObjects: false }) };
}

function partOf(map: object, chance: Chance): object {
  const first = Object.entries(map).filter(([key]) => ['playbook', 'name', 'owner', 'applies_to'].includes(key));
  return Object.fromEntries([...first, ...chance.some(Object.entries(map), 0.2)]);
}

function spoiled(value: unknown, chance: Chance): unknown {
  if (chance.yes(0.03)) return randomStructure(chance, 3);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => spoiled(item, chance));
    return chance.yes(0.05) ? [...items, ...items.slice(0, 1)] : chance.yes(0.05) ? items.slice(1) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(() => !chance.yes(0.02));
  return Object.fromEntries(
    entries.map(([key, member]) => [chance.yes(0.01) ? chance.one(words) : key, spoiled(member, chance)]),
  );
}

const roles = ['ml', 'risk', 'legal', 'product', 'finance', 'platform'];
const ruleNames = ['A', 'B', 'C', 'D'];

/** A playbook that follows the grammar of the language, as text. Its seats may be more than the company has people. */
export function randomPlaybook(chance: Chance): string {
  const rules = ruleNames.slice(0, 1 + chance.below(4)).map((name) => ({
    name,
    ...(chance.yes(0.5) ? { if: condition(chance) } : {}),
    needs: {
      people: { from: [chance.one(roles), ...chance.some(roles, 0.5)].filter(first), count: chance.yes(0.8) ? 1 : 2 },
      ...(chance.yes(0.3) ? { evidence: chance.one([['quality'], 'quality', 'all', []]) } : {}),
      ...(chance.yes(0.1) ? { facts: condition(chance) } : {}),
    },
    ...(chance.yes(0.3) ? { options: optional(everyPlaybook.rules[0]?.options ?? {}, chance) } : {}),
  }));
  const sections = [
    'candidate',
    'block',
    'hold',
    'timing',
    'ask',
    'delegation',
    'distinct',
    'after_rejection',
    'on_change',
  ] as const;
  const whole = ['auto_approve', 'break_glass', 'alerts'] as const;
  const names = rules.map(({ name }) => name);
  return stringify(
    {
      playbook: 1,
      name: 'Gate',
      owner: 'risk',
      applies_to: { action: ['promote', 'rollback'], models: ['**'], ...(chance.yes(0.5) ? { to: 'production' } : {}) },
      rules,
      evidence: [
        { id: 'quality', title: 'Quality', check: chance.one(Object.values(everyCheck)) },
        ...chance.some(everyPlaybook.evidence.slice(1), 0.2),
      ],
      ...Object.fromEntries(chance.some(sections, 0.3).map((key) => [key, optional(everyPlaybook[key], chance)])),
      ...Object.fromEntries(chance.some(whole, 0.2).map((key) => [key, everyPlaybook[key]])),
      ...(chance.yes(0.6)
        ? {
            decision: chance.yes(0.7)
              ? tree(names, chance)
              : { by_action: { promote: tree(names, chance), rollback: tree(names, chance) } },
          }
        : {}),
    },
    { aliasDuplicateObjects: false },
  );
}

function first(name: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(name) === index;
}

function optional(map: object, chance: Chance): object {
  return Object.fromEntries(chance.some(Object.entries(map), 0.6));
}

function condition(chance: Chance): object {
  const some = chance.some(Object.entries(everyPredicate), 0.06);
  return some.length > 0 ? Object.fromEntries(some) : { incident: 'open' };
}

/** Every name once, in nodes of any kind. */
function tree(names: readonly string[], chance: Chance): unknown {
  const [only] = names;
  if (names.length === 1) return only;
  const at = 1 + chance.below(names.length - 1);
  const of = [tree(names.slice(0, at), chance), tree(names.slice(at), chance)];
  return chance.one([{ all: of }, { any: of }, { at_least: { n: 1 + chance.below(2), of } }]);
}
