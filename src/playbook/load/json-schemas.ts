import { z } from 'zod';
import type { Json } from '#domain/canonical-json.ts';
import { evidenceChecks } from '../evidence/index.ts';
import { type FileKind, noteOf } from '../key-notes/note-of.ts';
import { own } from '../own.ts';
import { predicateNamed } from '../predicates/index.ts';
import { capabilities } from '../schema/capabilities.ts';
import { asJson } from '../schema/json.ts';
import { models } from '../schema/models.ts';
import { org } from '../schema/org.ts';
import { people } from '../schema/people.ts';
import { playbook } from '../schema/playbook.ts';

type Schemas = Readonly<Record<FileKind, Json>>;
type Map = { readonly [key: string]: Json };

const titles = {
  org: 'Countersign: org.yaml',
  people: 'Countersign: people.yaml',
  models: 'Countersign: models.yaml',
  capabilities: 'Countersign: capabilities.yaml',
  playbook: 'Countersign: a playbook',
} as const;

/**
 * The JSON Schema (draft 2020-12) of each kind of file, as editors use it while one is written: with what every key is
 * for and what holds where it is absent. The loader checks more than they can.
 */
export function jsonSchemas(): Schemas {
  const plain = plainSchemas();
  const noted = (kind: FileKind) => {
    const schema = annotated(plain[kind], kind, '');
    return isMap(schema) ? { title: titles[kind], ...schema } : schema;
  };
  return {
    org: noted('org'),
    people: noted('people'),
    models: noted('models'),
    capabilities: noted('capabilities'),
    playbook: noted('playbook'),
  };
}

/** The same without notes: descriptions tell only of what form a value is. */
export function plainSchemas(): Schemas {
  return {
    org: schemaOf(org),
    people: schemaOf(people),
    models: schemaOf(models),
    capabilities: schemaOf(capabilities),
    playbook: schemaOf(playbook),
  };
}

function schemaOf(schema: z.ZodType): Json {
  return widened(asJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));
}

/** A list marked `oneOrMany` may also be written as its single value. */
function widened(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(widened);
  if (!isMap(schema)) return schema;
  const { oneOrMany, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, widened(value)]),
  );
  if (oneOrMany !== true) return oneOrMany === undefined ? rest : { ...rest, oneOrMany };
  const forms = Array.isArray(rest['anyOf']) ? rest['anyOf'] : [rest];
  return {
    anyOf: [...forms, ...forms.flatMap((form) => (isMap(form) && form['items'] !== undefined ? [form['items']] : []))],
  };
}

/** Writes the notes into every place of a schema where a key with a note stands. */
function annotated(schema: Json, kind: FileKind, path: string): Json {
  if (!isMap(schema)) return schema;
  const inside = Object.entries(schema).map(([word, value]): [string, Json] => {
    if (word === 'properties' && isMap(value)) return [word, keysNoted(value, kind, path)];
    if (word === '$defs' && isMap(value)) return [word, mapped(value, predicatesNoted)];
    if (word === 'additionalProperties') return [word, annotated(value, kind, `${path}.<name>`)];
    if (word === 'items') return [word, annotated(value, kind, path)];
    if (word === 'anyOf' && Array.isArray(value)) return [word, formsNoted(value, kind, path)];
    return [word, value];
  });
  return Object.fromEntries(inside);
}

function keysNoted(properties: Map, kind: FileKind, above: string): Json {
  return mapped(properties, (value, key) => {
    const path = above === '' ? key : `${above}.${key}`;
    const note = noteOf(kind, path);
    const inner = annotated(value, kind, path);
    if (note === null || !isMap(inner)) return inner;
    const form = typeof inner['description'] === 'string' ? [`Written as ${inner['description']}.`] : [];
    const otherwise = note.otherwise === undefined ? [] : [`If it is absent: ${note.otherwise}.`];
    const fallback = note.default === undefined ? {} : { default: note.default };
    return { ...inner, description: [note.about, ...form, ...otherwise].join(' '), ...fallback };
  });
}

/** Of the forms of a check, each says what passes it. */
function formsNoted(forms: readonly Json[], kind: FileKind, path: string): readonly Json[] {
  const check = path.endsWith('.check');
  return forms.map((form, index) => {
    const inner = annotated(form, kind, path);
    const summary = check ? evidenceChecks[index]?.summary : undefined;
    return summary === undefined || !isMap(inner) ? inner : { ...inner, description: summary };
  });
}

const combinators: Readonly<Record<string, string>> = {
  any_of: 'At least one of these maps of predicates holds.',
  none_of: 'None of these maps of predicates holds.',
};

/** A map of predicates: each says when it holds. Other shapes stay as they are. */
function predicatesNoted(definition: Json): Json {
  if (!isMap(definition) || !isMap(definition['properties'])) return definition;
  const properties = mapped(definition['properties'], (value, name) => {
    const about = own(combinators, name) ?? predicateNamed(name)?.summary;
    return about === undefined || !isMap(value) ? value : { ...value, description: about };
  });
  return { ...definition, properties };
}

function mapped(map: Map, change: (value: Json, key: string) => Json): Json {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

function isMap(value: Json | undefined): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
