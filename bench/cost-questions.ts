import type { CostLine } from '#domain/cost.ts';

/** The days that the bill of the bench has. */
export const costDays = { first: '2026-10-18', last: '2026-11-21' };

/** What is asked of it: of our lines, and of the file with bare SQL. */
export interface CostQuestion {
  readonly name: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly keyOf: (line: CostLine) => string;
  /** What is selected and grouped by. */
  readonly sql: string;
}

const value = ({ labels }: CostLine, key: string) => labels[key]?.value ?? '';
const tag = (key: string) => `json_extract_string(Tags, '$.${key}') AS ${key}`;

export const costQuestions: readonly CostQuestion[] = [
  {
    name: 'team',
    title: 'by team',
    keys: ['team'],
    keyOf: (line) => value(line, 'team'),
    sql: tag('team'),
  },
  {
    name: 'week-team-env',
    title: 'by week × team × env',
    keys: ['team', 'env'],
    keyOf: (line) => `${weekOf(line.day)} ${value(line, 'team')} ${value(line, 'env')}`,
    sql: `date_trunc('week', ChargePeriodStart) AS week, ${tag('team')}, ${tag('env')}`,
  },
  {
    name: 'day-team-model-env',
    title: 'by day × team × model × env',
    keys: ['team', 'model', 'env'],
    keyOf: (line) => `${line.day} ${value(line, 'team')} ${value(line, 'model')} ${value(line, 'env')}`,
    sql: `date_trunc('day', ChargePeriodStart) AS day, ${tag('team')}, ${tag('model')}, ${tag('env')}`,
  },
];

/** Weeks begin on Monday; the epoch was a Thursday. */
function weekOf(day: string): number {
  return Math.floor((Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 3) / 7);
}
