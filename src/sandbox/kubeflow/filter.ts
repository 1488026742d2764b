import { z } from 'zod';
import { invalid } from './refusal.ts';

/** A column of a listed row: text, or a time in ms since the epoch. */
type Column = string | number;
export type Columns = Readonly<Record<string, Column>>;

const predicate = z.strictObject({
  key: z.string(),
  operation: z.enum([
    'EQUALS',
    'NOT_EQUALS',
    'GREATER_THAN',
    'GREATER_THAN_EQUALS',
    'LESS_THAN',
    'LESS_THAN_EQUALS',
    'IN',
    'IS_SUBSTRING',
  ]),
  string_value: z.string().optional(),
  timestamp_value: z.string().optional(),
  string_values: z.strictObject({ values: z.array(z.string()) }).optional(),
});

const filter = z.strictObject({ predicates: z.array(predicate).default([]) });

type Predicate = z.infer<typeof predicate>;

/** Whether a row is wanted: every predicate has to hold. Throws a refusal for a filter that the API would not take. */
export function wantedBy(text: string, fields: readonly string[]): (columns: Columns) => boolean {
  const read = filter.safeParse(text === '' ? {} : parsed(text));
  if (!read.success) throw invalid('failed to parse valid filter from the query string.');
  const { predicates } = read.data;
  const strange = predicates.find(({ key }) => !fields.includes(key));
  if (strange !== undefined) throw invalid(`no support for filtering on unrecognized field "${strange.key}".`);
  return (columns) => predicates.every((one) => holds(one, columns));
}

function holds(one: Predicate, columns: Columns): boolean {
  const column = columns[one.key] ?? '';
  const { operation } = one;
  if (operation === 'IN') return (one.string_values?.values ?? refuse(one)).includes(String(column));
  if (operation === 'IS_SUBSTRING') return String(column).includes(one.string_value ?? refuse(one));
  const value = typeof column === 'number' ? secondOf(one) : (one.string_value ?? refuse(one));
  if (operation === 'EQUALS') return column === value;
  if (operation === 'NOT_EQUALS') return column !== value;
  if (operation === 'GREATER_THAN') return column > value;
  if (operation === 'GREATER_THAN_EQUALS') return column >= value;
  return operation === 'LESS_THAN' ? column < value : column <= value;
}

/** Times are compared by the second. */
function secondOf(one: Predicate): number {
  const ms = Date.parse(one.timestamp_value ?? '');
  return Number.isNaN(ms) ? refuse(one) : Math.floor(ms / 1000) * 1000;
}

function refuse({ key, operation }: Predicate): never {
  throw invalid(`filter value of "${key}" does not fit operation ${operation}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
