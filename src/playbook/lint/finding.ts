import type { ParsedFile } from '../load/parse-file.ts';

/**
 * `error`: the playbooks cannot mean this. `warning`: they hardly do, and it is safe all the same. `note`: worth
 * knowing, and often meant.
 */
export type LintLevel = 'error' | 'warning' | 'note';

/** Something that lint says of a set that loads. The sentence ends with what to do. */
export interface LintFinding {
  readonly level: LintLevel;
  readonly code: string;
  readonly file: string;
  /** Both counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** A finding at the value that a path leads to in a file. */
export function findingAt(
  file: ParsedFile | undefined,
  path: readonly PropertyKey[],
  level: LintLevel,
  code: string,
  sentence: string,
): readonly LintFinding[] {
  return file === undefined ? [] : [{ level, code, file: file.path, ...file.at(path), sentence }];
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function fewOf(names: readonly string[]): string {
  const all = [...new Set(names)];
  if (all.length > 3) return `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
