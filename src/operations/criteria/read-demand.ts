import { criterionOperators } from '#domain/criterion-operator.ts';
import { instantAt } from '#domain/instant.ts';
import type { Criterion, Operator } from '#playbook/reported.ts';
import { instantOfWall, isZone } from '#playbook/zone.ts';
import type { CriterionFilled } from '#views/criterion-fields.ts';

/** What a rejection demands of the next candidate. */
export type Demand = Pick<Criterion, 'metric' | 'slice' | 'op' | 'value' | 'due'>;

/** What was filled in, read: null where nothing is demanded; or everything that is wrong with it, as sentences. */
export type ReadDemand = { readonly demand: Demand | null } | { readonly mistakes: readonly string[] };

const day = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads what a person filled in of a criterion. `zone` is the IANA zone in which their day ends, UTC where it is none.
 * The operator alone demands nothing, since one is always picked.
 */
export function readDemand(filled: CriterionFilled, at: { readonly now: string; readonly zone: string }): ReadDemand {
  const { metric, slice, value, due } = filled;
  if (metric === '' && slice === '' && value === '' && due === '') return { demand: null };
  const bound = boundOf(value);
  const part = sliceOf(slice);
  const end = endOf(due, at);
  const op = operatorOf(filled.op);
  const mistakes = [
    ...(metric === '' ? ['Pick the metric that the next candidate has to show, or empty the other fields.'] : []),
    ...(op === null ? ['Pick what the number has to be, as “at least”.'] : []),
    ...[bound, part, end].flatMap((read) => ('mistake' in read ? [read.mistake] : [])),
  ];
  if (mistakes.length > 0 || op === null || 'mistake' in bound || 'mistake' in part || 'mistake' in end) {
    return { mistakes };
  }
  return { demand: { metric, slice: part.slice, op, value: bound.bound, due: end.due } };
}

function operatorOf(text: string): Operator | null {
  return criterionOperators.find(({ value }) => value === text)?.value ?? null;
}

function boundOf(text: string): { readonly bound: number } | { readonly mistake: string } {
  if (text === '') return { mistake: 'Write the number that it has to reach or stay below, as 0.85.' };
  const bound = /^[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(bound)) return { bound };
  const hint = text.includes('%')
    ? 'Write a share as the registry does, as 0.85 for 85 %.'
    : 'Write it with digits and a point, as 0.85.';
  return { mistake: `“${text}” is not a number. ${hint}` };
}

function sliceOf(text: string): { readonly slice: Demand['slice'] } | { readonly mistake: string } {
  if (text === '') return { slice: null };
  const [dimension = '', ...rest] = text.split('=').map((one) => one.trim());
  const [value = ''] = rest;
  if (rest.length === 1 && dimension !== '' && value !== '') return { slice: { dimension, value } };
  return { mistake: `“${text}” names no part of the data. Write a dimension and one value of it, as region=EU.` };
}

/** The end of the day that was picked. */
function endOf(
  text: string,
  { now, zone }: { readonly now: string; readonly zone: string },
): { readonly due: Demand['due'] } | { readonly mistake: string } {
  if (text === '') return { due: null };
  const [, year, month, date] = day.exec(text) ?? [];
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(date) + 1);
  if (Number.isNaN(wall)) return { mistake: `“${text}” is not a day. Pick one, or leave it empty.` };
  const end = instantOfWall(wall, isZone(zone) ? zone : 'UTC', 'first');
  if (end <= Date.parse(now)) return { mistake: `${text} is over. Pick a day to come, or leave it empty.` };
  return { due: instantAt(end) };
}
