import type { EngineRun } from '../pipelines/engine/engine.ts';
import { invalid } from './refusal.ts';
import type { JobRow } from './state.ts';

export interface Listed {
  readonly row: JobRow;
  readonly run: EngineRun;
}

type Condition = (listed: Listed) => boolean;

/** Reads a filter as `labels.team="x" AND update_time>="2026-…"`: the part of AIP-160 that Vertex AI documents. */
export function jobFilter(text: string): Condition {
  const conditions = text.trim() === '' ? [] : text.split(/\s+AND\s+/).map(condition);
  return (listed) => conditions.every((one) => one(listed));
}

function condition(text: string): Condition {
  const match = /^([\w.-]+)\s*(>=|<=|!=|=|>|<|:)\s*("?)([^"]*)\3$/.exec(text.trim());
  const [, field = '', operator = '', , value = ''] = match ?? [];
  const time = times[field];
  if (time !== undefined) {
    const wanted = Date.parse(value);
    if (Number.isNaN(wanted) || operator === ':') throw invalid(`Invalid filter: ${text}`);
    return ({ run }) => compares(time(run), operator, wanted);
  }
  if (field.startsWith('labels.') && (operator === '=' || operator === ':')) {
    const label = field.slice('labels.'.length);
    return ({ row }) => (value === '*' ? label in row.labels : row.labels[label] === value);
  }
  if (field === 'display_name' && operator === '=') return ({ row }) => row.displayName === value;
  throw invalid(`Invalid filter: ${text}`);
}

const times: Readonly<Record<string, (run: EngineRun) => number | null>> = {
  create_time: ({ createdMs }) => createdMs,
  update_time: ({ updatedMs }) => updatedMs,
  end_time: ({ endedMs }) => endedMs,
};

function compares(value: number | null, operator: string, wanted: number): boolean {
  if (value === null) return false;
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    case '>=':
      return value >= wanted;
    default:
      return value <= wanted;
  }
}
