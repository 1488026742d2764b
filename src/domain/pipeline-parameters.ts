import type { ParameterValue, PipelineInput } from './pipeline.ts';
import { suggestion } from './suggestion.ts';

type Values = Readonly<Record<string, ParameterValue>>;
type Type = PipelineInput['type'];
type Reading = { readonly ok: true; readonly value: ParameterValue } | { readonly ok: false; readonly problem: string };

/** What a run would be started with, or everything that is wrong, a sentence each with what to do. */
export type ParameterVerdict =
  | { readonly ok: true; readonly parameters: Values }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads what a person typed (`key=value`, one text each) over what the catalogue gives (`retrain.parameters`), against
 * the inputs that the pipeline declares. What neither names is left out, so that the pipeline's own default holds.
 * With `inputs` null nothing is declared: a text is kept as it is, or read as the type that the catalogue gives its key.
 */
export function readParameters(
  inputs: readonly PipelineInput[] | null,
  catalogue: Values,
  texts: readonly string[],
): ParameterVerdict {
  const { pairs, problems } = splitPairs(texts);
  const parameters = new Map<string, ParameterValue>();
  for (const [name, value] of Object.entries(catalogue)) {
    if (pairs.has(name)) continue;
    take(name, inputs === null ? { ok: true, value } : fromCatalogue(inputs, name, value));
  }
  for (const [name, text] of pairs) {
    const type = inputs === null ? typeOf(catalogue[name]) : typeNamed(inputs, name);
    take(name, type === null ? unknown(inputs ?? [], name) : fromText(name, type, text));
  }
  const missing = (inputs ?? []).filter(
    ({ name, required }) => required && !parameters.has(name) && !pairs.has(name) && !Object.hasOwn(catalogue, name),
  );
  problems.push(...missing.map(({ name, type }) => `\`${name}\` is needed. Add \`${name}=…\`, ${form[type]}.`));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, parameters: Object.fromEntries(parameters) };

  function take(name: string, reading: Reading): void {
    if (reading.ok) parameters.set(name, reading.value);
    else problems.push(reading.problem);
  }
}

/** What a value of each type looks like, as words that follow a comma. */
const form = {
  text: 'any text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  list: 'a list in JSON, as `[1,2]`',
  map: 'a map in JSON, as `{"a":1}`',
} satisfies Record<Type, string>;

function splitPairs(texts: readonly string[]): { pairs: Map<string, string>; problems: string[] } {
  const pairs = new Map<string, string>();
  const problems: string[] = [];
  for (const text of texts) {
    const at = text.indexOf('=');
    const name = text.slice(0, at).trim();
    if (at < 1 || name === '') problems.push(`\`${shown(text)}\` is no parameter. Write it as \`key=value\`.`);
    else if (pairs.has(name)) problems.push(`\`${shown(name)}\` is given twice. Keep one of them.`);
    else pairs.set(name, text.slice(at + 1).trim());
  }
  return { pairs, problems };
}

function typeNamed(inputs: readonly PipelineInput[], name: string): Type | null {
  return inputs.find((input) => input.name === name)?.type ?? null;
}

/** A scalar of another type is read as its text would be, since YAML guesses types: `30` for a text is "30". */
function fromCatalogue(inputs: readonly PipelineInput[], name: string, value: ParameterValue): Reading {
  const type = typeNamed(inputs, name);
  if (type === null) return unknown(inputs, name, 'The catalogue (models.yaml) gives it. ');
  if (fits(type, value)) return { ok: true, value };
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const read = scalar ? parse(type, String(value)) : undefined;
  if (read !== undefined) return { ok: true, value: read };
  const given = shown(JSON.stringify(value));
  const problem = `The catalogue (models.yaml) gives \`${name}\` as \`${given}\`, but it has to be ${form[type]}. Mend it there, or add \`${name}=…\`.`;
  return { ok: false, problem };
}

function fromText(name: string, type: Type, text: string): Reading {
  const value = parse(type, text);
  if (value !== undefined) return { ok: true, value };
  const given = text === '' ? 'is empty' : `is \`${shown(text)}\``;
  return { ok: false, problem: `\`${name}\` ${given}, but it has to be ${form[type]}.` };
}

function unknown(inputs: readonly PipelineInput[], name: string, whence = ''): Reading {
  const names = inputs.map((input) => input.name);
  const near = suggestion(name, names);
  const more = names.length > 12 ? ` and ${names.length - 12} more` : '';
  const list = names
    .slice(0, 12)
    .map((one) => `\`${one}\``)
    .join(', ');
  const next =
    near !== null ? `Did you mean \`${near}\`?` : names.length === 0 ? 'It takes none.' : `It has ${list}${more}.`;
  return { ok: false, problem: `The pipeline has no input \`${shown(name)}\`. ${whence}${next}` };
}

/** The value, or undefined where the text is none of this type. */
function parse(type: Type, text: string): ParameterValue | undefined {
  switch (type) {
    case 'text':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'integer':
    case 'number': {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : undefined;
      return value !== undefined && fits(type, value) ? value : undefined;
    }
    case 'list':
    case 'map': {
      const value = json(text);
      return value !== undefined && fits(type, value) ? value : undefined;
    }
  }
}

function fits(type: Type, value: ParameterValue): boolean {
  return type === 'number' ? typeof value === 'number' && Number.isFinite(value) : typeOf(value) === type;
}

function typeOf(value: ParameterValue | undefined): Type {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'map' : 'text';
}

function json(text: string): ParameterValue | undefined {
  try {
    const value: ParameterValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  const line = text.replace(/[\s`]+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
