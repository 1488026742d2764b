import { size } from '../clean.ts';

/** Where blocks are shown. Slack allows different blocks and counts on each. */
export type Surface = 'message' | 'modal' | 'home';

/**
 * One reason why Slack would refuse. `message` is worded as Slack words it and ends in the JSON pointer. `code` is
 * Slack's own error where it has one for the whole payload (`msg_blocks_too_long`, `only_one_table_allowed`,
 * `view_too_large`, `no_text`, `msg_too_long`, `invalid_blocks_format`); other codes are ours.
 */
export interface ViewProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** What one walk over a payload gathers. Counts are of Unicode code points. */
export interface Walk {
  readonly surface: Surface;
  readonly problems: ViewProblem[];
  readonly blockIds: Set<string>;
  /** Of the block being walked. */
  actionIds: Set<string>;
  characters: number;
  markdownCharacters: number;
  tables: number;
  charts: number;
}

/** Judges one value at a JSON pointer and writes what is wrong into the walk. */
export type Shape = (value: unknown, pointer: string, walk: Walk) => void;

export type Fields = Readonly<Record<string, Shape>>;
export type Row = Readonly<Record<string, unknown>>;

export function newWalk(surface: Surface): Walk {
  return {
    surface,
    problems: [],
    blockIds: new Set(),
    actionIds: new Set(),
    characters: 0,
    markdownCharacters: 0,
    tables: 0,
    charts: 0,
  };
}

export function refuse(walk: Walk, pointer: string, code: string, sentence: string): void {
  walk.problems.push({ pointer, code, message: `${sentence} [json-pointer:${pointer}]` });
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of `min` to `max` code points. */
export function string(max: number, min = 0): Shape {
  return (value, pointer, walk) => {
    if (typeof value !== 'string') return refuse(walk, pointer, 'wrong_type', 'must provide a string');
    const length = size(value);
    if (length < min) refuse(walk, pointer, 'too_short', `must be more than ${min - 1} characters`);
    if (length > max) refuse(walk, pointer, 'too_long', `must be less than ${max + 1} characters`);
  };
}

/** A string that people read, counted into the total of the message. */
export function shownString(max: number, min = 0): Shape {
  const bounded = string(max, min);
  return (value, pointer, walk) => {
    if (typeof value === 'string') walk.characters += size(value);
    bounded(value, pointer, walk);
  };
}

export function url(max = 3000): Shape {
  const bounded = string(max, 1);
  return (value, pointer, walk) => {
    bounded(value, pointer, walk);
    if (typeof value === 'string' && value !== '' && !URL.canParse(value)) {
      refuse(walk, pointer, 'invalid_url', 'must be a valid URL');
    }
  };
}

export function matching(form: RegExp, what: string): Shape {
  return (value, pointer, walk) => {
    if (typeof value !== 'string' || !form.test(value)) refuse(walk, pointer, 'invalid_value', `must be ${what}`);
  };
}

export const boolean: Shape = (value, pointer, walk) => {
  if (typeof value !== 'boolean') refuse(walk, pointer, 'wrong_type', 'must provide a boolean');
};

export function integer(min: number, max: number): Shape {
  return (value, pointer, walk) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return refuse(walk, pointer, 'wrong_type', 'must provide an integer');
    }
    if (value < min) refuse(walk, pointer, 'too_small', `must be greater than ${min - 1}`);
    if (value > max) refuse(walk, pointer, 'too_large', `must be less than ${max + 1}`);
  };
}

export const number: Shape = (value, pointer, walk) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    refuse(walk, pointer, 'wrong_type', 'must provide a number');
  }
};

export function is(...allowed: readonly string[]): Shape {
  return (value, pointer, walk) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      refuse(walk, pointer, 'invalid_value', `must be one of: ${allowed.join(', ')}`);
    }
  };
}

/** An array of `min` to `max` items of one shape. */
export function list(item: Shape, max: number, min = 1): Shape {
  return (value, pointer, walk) => {
    if (!Array.isArray(value)) return refuse(walk, pointer, 'wrong_type', 'must provide an array');
    if (value.length < min) refuse(walk, pointer, 'too_few_items', `no less than ${min} items allowed`);
    if (value.length > max) refuse(walk, pointer, 'too_many_items', `no more than ${max} items allowed`);
    for (const [index, each] of value.entries()) item(each, `${pointer}/${index}`, walk);
  };
}

/** An object with exactly these properties. */
export function object(required: Fields, optional: Fields = {}): Shape {
  const fields = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, pointer, walk) => {
    if (!isRow(value)) return refuse(walk, pointer, 'wrong_type', 'must provide an object');
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) refuse(walk, pointer, 'missing_field', `missing required field: ${name}`);
    }
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const shape = fields.get(name);
      if (shape === undefined) refuse(walk, pointer, 'unknown_property', `invalid additional property: ${name}`);
      else shape(member, `${pointer}/${name}`, walk);
    }
  };
}

/** An object whose `type` picks its shape. */
export function byType(shapes: Fields | (() => Fields)): Shape {
  return (value, pointer, walk) => {
    if (!isRow(value)) return refuse(walk, pointer, 'wrong_type', 'must provide an object');
    const { type } = value;
    if (type === undefined) return refuse(walk, pointer, 'missing_field', 'missing required field: type');
    if (typeof type !== 'string') return refuse(walk, `${pointer}/type`, 'wrong_type', 'must provide a string');
    const known = typeof shapes === 'function' ? shapes() : shapes;
    const shape = Object.hasOwn(known, type) ? known[type] : undefined;
    if (shape === undefined) return refuse(walk, `${pointer}/type`, 'unsupported_type', `unsupported type: ${type}`);
    shape(value, pointer, walk);
  };
}

/** Runs every shape on the same value. */
export function all(...shapes: readonly Shape[]): Shape {
  return (value, pointer, walk) => {
    for (const shape of shapes) shape(value, pointer, walk);
  };
}

/** Of these properties exactly one, or at least one, must be there. */
export function defines(how: 'one' | 'any', ...names: readonly string[]): Shape {
  const quoted = names.map((name) => `\`${name}\``).join(' or ');
  return (value, pointer, walk) => {
    if (!isRow(value)) return;
    const there = names.filter((name) => value[name] !== undefined).length;
    if (there === 0) refuse(walk, pointer, 'missing_field', `must define either ${quoted}`);
    if (there > 1 && how === 'one') refuse(walk, pointer, 'exclusive_fields', `must define only one of ${quoted}`);
  };
}
