import type { PlaybookProblem } from '#errors.ts';
import { counted } from './counted.ts';

/** Prints every problem of a folder that could not be loaded, and answers the exit code. */
export function printProblems(
  folder: string,
  problems: readonly PlaybookProblem[],
  print: (text: string) => void,
): number {
  for (const { file, line, column, sentence, code } of problems) {
    print(`${file}:${line}:${column}: ${sentence} [${code}]`);
  }
  print(`\n✗ ${counted(problems.length, 'problem')} in ${folder}; nothing was loaded and no test has run`);
  return 1;
}
