import type { Json } from './canonical-json.ts';
import type { ParameterValue, PipelineInput } from './pipeline.ts';
import { suggestion } from './suggestion.ts';

/** The values a run starts with, or everything that is wrong with what was given, each as a sentence. */
export type ReadParameters =
  | { readonly ok: true; readonly values: Readonly<Record<string, ParameterValue>> }
  | { readonly ok: false; readonly sentences: readonly string[] };

/**
 * What a run starts with: what was typed goes before `defaults`, those before what the pipeline declares. `inputs` null
 * takes any name, since nothing can be checked. All mistakes are answered at once.
 */
export function readParameters(
  inputs: readonly PipelineInput[] | null,
  given: Readonly<Record<string, string>>,
  defaults: Readonly<Record<string, Json>>,
): ReadParameters {
  const declared = inputs ?? undeclared(given, defaults);
  const names = declared.map(({ name }) => name);
  const sentences = [
    ...Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) => unknownName(name, names)),
    ...Object.keys(defaults)
      .filter((name) => !names.includes(name) && !Object.hasOwn(given, name))
      .map((name) => `models.yaml gives ${name}, which the pipeline does not take${didYouMean(name, names)}.`),
  ];
  const values: [string, ParameterValue][] = [];
  for (const input of declared) {
    const read = valueOf(input, given, defaults);
    if ('wrong' in read) sentences.push(read.wrong);
    else if (read.value !== null) values.push([input.name, read.value]);
  }
  return sentences.length > 0 ? { ok: false, sentences } : { ok: true, values: Object.fromEntries(values) };
}

/** A value as a person would type it, so that `readParameters` reads the same again. */
export function parameterText(value: ParameterValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Without declared inputs a name takes what models.yaml gives for it as the example of its type. */
function undeclared(
  given: Readonly<Record<string, string>>,
  defaults: Readonly<Record<string, Json>>,
): readonly PipelineInput[] {
  return [...new Set([...Object.keys(defaults), ...Object.keys(given)])].map((name) => ({
    name,
    type: typeLike(Object.hasOwn(defaults, name) ? defaults[name] : undefined),
    required: false,
    default: null,
    description: '',
  }));
}

function typeLike(value: Json | undefined): PipelineInput['type'] {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
}

type Read = { readonly value: ParameterValue } | { readonly wrong: string };

function valueOf(
  input: PipelineInput,
  given: Readonly<Record<string, string>>,
  defaults: Readonly<Record<string, Json>>,
): Read {
  const { name } = input;
  const typed = Object.hasOwn(given, name) ? given[name] : undefined;
  if (typed !== undefined) return typedValue(input, typed);
  const usual = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  if (usual !== undefined) return written(input, usual);
  if (input.required && input.default === null) return { wrong: `${name} is missing: the pipeline needs it.` };
  return { value: input.default };
}

/** As models.yaml has it: the value itself, or the text of one. */
function written(input: PipelineInput, value: Json): Read {
  const read = typeof value === 'string' ? typedValue(input, value) : typedValue(input, JSON.stringify(value));
  return 'wrong' in read ? { wrong: `In models.yaml: ${read.wrong}` } : read;
}

function typedValue({ name, type }: PipelineInput, text: string): Read {
  switch (type) {
    case 'text':
      return { value: text };
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text.trim())
        ? { value: Number(text) }
        : { wrong: `${name} is a whole number, and “${text}” is none.` };
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text.trim()) && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { wrong: `${name} is a number, as 0.5, and “${text}” is none.` };
    case 'boolean':
      return text === 'true' || text === 'false'
        ? { value: text === 'true' }
        : { wrong: `${name} is true or false, and “${text}” is neither.` };
    case 'list': {
      const value = json(text);
      return isList(value) ? { value } : { wrong: `${name} is a JSON list, as ["a","b"], and “${text}” is none.` };
    }
    case 'map': {
      const value = json(text);
      return isMap(value) ? { value } : { wrong: `${name} is a JSON map, as {"a":1}, and “${text}” is none.` };
    }
  }
}

function json(text: string): ParameterValue | undefined {
  try {
    const value: ParameterValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function isList(value: ParameterValue | undefined): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

function isMap(value: ParameterValue | undefined): value is { readonly [key: string]: ParameterValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownName(name: string, names: readonly string[]): string {
  const takes = names.length === 0 ? 'It takes none.' : `It takes ${names.slice(0, 12).join(', ')}.`;
  return `The pipeline has no parameter ${name}${didYouMean(name, names)}. ${takes}`;
}

function didYouMean(name: string, names: readonly string[]): string {
  const near = suggestion(name, names);
  return near === null ? '' : ` (perhaps ${near})`;
}
