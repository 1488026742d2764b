import type { PlaybookProblem } from '#errors.ts';

/** Where in a file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Collects what is wrong with a folder of playbooks. */
export interface Problems {
  /** Without a position the problem is of the whole file. */
  readonly add: (file: string, at: Position | null, code: string, sentence: string) => void;
  readonly any: () => boolean;
  /** Each once, in order of file, line and column. */
  readonly sorted: () => readonly PlaybookProblem[];
}

export function collectProblems(): Problems {
  const found = new Map<string, PlaybookProblem>();
  return {
    add: (file, at, code, sentence) => {
      const { line, column } = at ?? { line: 1, column: 1 };
      found.set(`${file}:${line}:${column} ${code} ${sentence}`, { file, line, column, code, sentence });
    },
    any: () => found.size > 0,
    sorted: () =>
      [...found.values()].sort(
        (a, b) =>
          (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
          a.line - b.line ||
          a.column - b.column ||
          (a.sentence < b.sentence ? -1 : 1),
      ),
  };
}
