import type { PlaybookProblem } from '#errors.ts';
import { readPlaybookFiles } from '#operations/playbooks/read-playbooks.ts';
import type { LintFinding } from '#playbook/lint/finding.ts';
import { lintPlaybooks } from '#playbook/lint/lint.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { runInlineTests } from '#playbook/trial/run-inline-tests.ts';

/** One inline test, with where it stands. */
interface PlacedTest {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly passed: boolean;
  readonly differences: readonly string[];
}

export interface CheckedPlaybooks {
  /** How many YAML files were read. */
  readonly files: number;
  /** Null if there is any problem; then no test has run. */
  readonly set: PlaybookSet | null;
  readonly problems: readonly PlaybookProblem[];
  /** What lint says of a set without problems. */
  readonly findings: readonly LintFinding[];
  readonly tests: readonly PlacedTest[];
}

/**
 * Reads a folder of playbooks as the program does at its start, finds every mistake, lints it and runs every inline
 * test. Throws a ConfigError without a folder.
 */
export async function checkedPlaybooks(folder: string): Promise<CheckedPlaybooks> {
  const files = await readPlaybookFiles(folder);
  const loaded = loadPlaybooks(files);
  if (!loaded.ok) return { files: files.length, set: null, problems: loaded.problems, findings: [], tests: [] };
  const counts = new Map<string, number>();
  const tests = runInlineTests(loaded.set).map(({ path, name, passed, differences }): PlacedTest => {
    const index = counts.get(path) ?? 0;
    counts.set(path, index + 1);
    const at = loaded.files.get(path)?.at(['tests', index, 'name']) ?? { line: 1, column: 1 };
    return { file: path, ...at, name, passed, differences };
  });
  const findings = lintPlaybooks(loaded.set, loaded.files);
  return { files: files.length, set: loaded.set, problems: [], findings, tests };
}
