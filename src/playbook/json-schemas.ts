import { z } from 'zod';
import type { Json } from '#domain/canonical-json.ts';
import { asJson } from './schema/json.ts';
import { models } from './schema/models.ts';
import { org } from './schema/org.ts';
import { people } from './schema/people.ts';
import { playbook } from './schema/playbook.ts';

/** The JSON Schema of each kind of file, as editors use it while one is written. The loader checks more than they can. */
export function jsonSchemas(): Readonly<Record<'org' | 'people' | 'models' | 'playbook', Json>> {
  return { org: schemaOf(org), people: schemaOf(people), models: schemaOf(models), playbook: schemaOf(playbook) };
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

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
