import type { ParameterValue } from '#domain/pipeline.ts';
import type { EngineInput, Parameters } from './engine.ts';

/** The parameters with defaults filled in, and a sentence for each that is missing, unknown or of another type. */
export function filledIn(
  inputs: readonly EngineInput[],
  given: Parameters,
): { readonly parameters: Parameters; readonly problems: readonly string[] } {
  const known = new Map(inputs.map((input) => [input.name, input]));
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  const problems = unknown.map((name) => `Parameter ${name} is not declared by the pipeline.`);
  const parameters: Record<string, ParameterValue> = {};
  for (const input of inputs) {
    const value = Object.hasOwn(given, input.name) ? given[input.name] : input.default;
    if (value === undefined) problems.push(`Parameter ${input.name} is required and was not given.`);
    else if (!fits(input.type, value)) problems.push(`Parameter ${input.name} has to be ${input.type}.`);
    else parameters[input.name] = value;
  }
  return { parameters, problems };
}

function fits(type: EngineInput['type'], value: ParameterValue): boolean {
  switch (type) {
    case 'STRING':
      return typeof value === 'string';
    case 'NUMBER_INTEGER':
      return Number.isInteger(value);
    case 'NUMBER_DOUBLE':
      return typeof value === 'number';
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'LIST':
      return Array.isArray(value);
    case 'STRUCT':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}
