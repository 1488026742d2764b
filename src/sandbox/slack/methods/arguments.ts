import { refuse } from '../api-refusal.ts';
import { type JsonObject, parseJson } from '../json.ts';

/** The arguments of a call, which come as text in forms and as values in JSON bodies. */
export class Arguments {
  private readonly given: JsonObject;

  constructor(given: JsonObject) {
    this.given = given;
  }

  /** As it came: text in a form, anything in a JSON body. */
  raw(name: string): unknown {
    return this.given[name];
  }

  has(name: string): boolean {
    return this.given[name] !== undefined;
  }

  /** Text, or null when it is missing or empty. */
  text(name: string): string | null {
    const value = this.given[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  /** Text that must be there; refuses with `error`, or with `invalid_arguments` and the name of the field. */
  need(name: string, error?: string): string {
    const value = this.text(name);
    if (value !== null) return value;
    if (error !== undefined) return refuse(error);
    return refuse('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    });
  }

  flag(name: string): boolean {
    const value = this.given[name];
    return value === true || value === 'true' || value === '1' || value === 1;
  }

  /** A structure, written as JSON in a form; undefined when missing. Refuses with `error` what is no JSON. */
  json(name: string, error: string): unknown {
    const value = this.given[name];
    if (typeof value !== 'string') return value;
    if (value === '') return undefined;
    return parseJson(value) ?? refuse(error);
  }

  list(name: string): string[] {
    const value = this.given[name];
    if (Array.isArray(value)) return value.map(String);
    return (this.text(name) ?? '').split(',').filter((item) => item !== '');
  }
}
