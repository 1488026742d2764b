import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemas } from '#playbook/json-schemas.ts';

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../playbooks/${name}`, import.meta.url), 'utf8'));

describe('the published JSON Schemas', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schemas = jsonSchemas();

  it.each([
    ['org', 'org.yaml'],
    ['people', 'people.yaml'],
    ['models', 'models.yaml'],
    ['playbook', 'promotion-fraud.yaml'],
    ['playbook', 'promotion-critical.yaml'],
    ['playbook', 'rollback.yaml'],
  ] as const)('%s accepts what is shipped in %s, and no unknown key', (kind, name) => {
    const validate = ajv.compile(schemas[kind] as object);
    const file = read(name) as object;
    expect([validate(file), validate.errors]).toEqual([true, null]);
    expect(validate({ ...file, unknown_key: 1 })).toBe(false);
  });
});
