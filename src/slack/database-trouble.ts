import { UpstreamError } from '#errors.ts';

/** PostgreSQL: cancelled by a time limit, shut down, not up yet, out of connections, or the connection broke. */
const states = /^(57014|57P0[1-5]|53300|08\w{3}|25P03|55P03)$/;
/** Node's codes, and what pg says for which it has no code. */
const broken = /^(ECONN\w+|EPIPE|ENOENT|ETIMEDOUT)$/;
const sentences =
  /^(Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** The failure of a database that did not answer, or null for any other error. Whether it did the work is not known. */
export function databaseTrouble(error: unknown): UpstreamError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (states.test(code) || broken.test(code) || sentences.test(cause.message)) return noAnswer(true, error);
  }
  return null;
}

/** What `work` comes to; throws an UpstreamError if the database has not answered after `patienceMs`. */
export async function answeredIn<T>(patienceMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(noAnswer(false, null)), patienceMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(ambiguous: boolean, cause: unknown): UpstreamError {
  const sentence = 'Countersign’s database did not answer.';
  return new UpstreamError('PostgreSQL', sentence, { retryable: true, ambiguous }, { cause });
}
