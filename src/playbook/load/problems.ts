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
  /** Each once, in order of file, line and column; of a file's problems the first hundred, and how many more there are. */
  readonly sorted: () => readonly PlaybookProblem[];
}

const shown = 100;
const kept = 1000;

export function collectProblems(): Problems {
  const files = new Map<string, { readonly found: Map<string, PlaybookProblem>; more: number }>();
  return {
    add: (file, at, code, sentence) => {
      const { line, column } = at ?? { line: 1, column: 1 };
      const of = files.get(file) ?? { found: new Map(), more: 0 };
      files.set(file, of);
      const key = `${line}:${column} ${code} ${sentence}`;
      if (of.found.size < kept || of.found.has(key)) of.found.set(key, { file, line, column, code, sentence });
      else of.more += 1;
    },
    any: () => files.size > 0,
    sorted: () =>
      [...files.keys()].sort().flatMap((file) => {
        const { found, more } = files.get(file) ?? { found: new Map<string, PlaybookProblem>(), more: 0 };
        const problems = [...found.values()].sort(inOrder);
        const last = problems[shown - 1];
        if (last === undefined || problems.length === shown) return problems;
        const sentence = `and ${problems.length - shown + more} more problems in this file; mend these first`;
        return [...problems.slice(0, shown), { ...last, code: 'more', sentence }];
      }),
  };
}

function inOrder(a: PlaybookProblem, b: PlaybookProblem): number {
  return a.line - b.line || a.column - b.column || (a.sentence < b.sentence ? -1 : 1);
}
