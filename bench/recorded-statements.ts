import { AsyncLocalStorage } from 'node:async_hooks';
import { Client } from 'pg';

/** One statement that went to PostgreSQL: what it was, how much went out and what came back. */
export interface Statement {
  readonly text: string;
  /** The parameters, as JSON. */
  readonly sent: string;
  /** The rows that came back, each as JSON. */
  readonly rows: readonly string[];
}

interface Query {
  (...given: unknown[]): unknown;
}

const recording = new AsyncLocalStorage<Statement[]>();

/**
 * Runs `work` and answers every statement that it sent through `pg`, in order, whichever pool or library sent it. What
 * runs beside it is not counted.
 */
export async function recordedStatements(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const prototype = Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  const statements: Statement[] = [];
  prototype.query = function query(this: unknown, ...given) {
    const into = recording.getStore();
    if (into === undefined) return original.apply(this, given);
    const at = into.push({ text: textOf(given[0]), sent: sentOf(given), rows: [] }) - 1;
    const arrived = (result: unknown) => {
      const statement = into[at];
      if (statement !== undefined) into[at] = { ...statement, rows: rowsOf(result) };
    };
    const last = given.at(-1);
    if (typeof last !== 'function') {
      const answer = original.apply(this, given);
      if (answer instanceof Promise) answer.then(arrived, () => {});
      return answer;
    }
    const told = (error: unknown, result: unknown) => {
      arrived(result);
      (last as Query)(error, result);
    };
    return original.apply(this, [...given.slice(0, -1), told]);
  };
  try {
    await recording.run(statements, work);
  } finally {
    prototype.query = original;
  }
  return statements;
}

function textOf(first: unknown): string {
  if (typeof first === 'string') return first;
  if (typeof first === 'object' && first !== null && 'text' in first) return String(first.text);
  throw new Error('a statement without text was sent');
}

function sentOf([first, second]: readonly unknown[]): string {
  const values = typeof first === 'object' && first !== null && 'values' in first ? first.values : second;
  return Array.isArray(values) ? JSON.stringify(values) : '[]';
}

function rowsOf(result: unknown): readonly string[] {
  if (typeof result !== 'object' || result === null || !('rows' in result) || !Array.isArray(result.rows)) return [];
  return result.rows.map((row) => JSON.stringify(row));
}
