import { readFileSync } from 'node:fs';
import { ConfigError } from '#errors.ts';

/** The error of the launcher: what is wrong and what to do, then the last lines of `logFile` if there are any. */
export function cannotStart(sentence: string, details: { cause?: unknown; logFile?: string } = {}): ConfigError {
  const lines = details.logFile === undefined ? [] : lastLines(details.logFile, 12);
  const problem = lines.length === 0 ? sentence : `${sentence}\nPostgreSQL said:\n${lines.join('\n')}`;
  const error = new ConfigError([problem]);
  if (details.cause !== undefined) error.cause = details.cause;
  return error;
}

function lastLines(file: string, count: number): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').filter(Boolean).slice(-count);
  } catch {
    return [];
  }
}
