import type { LintFinding, LintLevel } from '#playbook/lint/finding.ts';
import { type CheckedPlaybooks, checkedPlaybooks } from './checked-playbooks.ts';
import { counted } from './counted.ts';
import { printProblems } from './print-problems.ts';
import type { Verb } from './verb.ts';

/**
 * Checks a folder of playbooks and prints `file:line:column: …` for each finding. Errors end with 1, warnings do with
 * `--strict`, notes never.
 */
export const lint: Verb = {
  name: 'lint',
  usage: '[--strict]',
  summary: 'find every mistake in the playbooks, and prove what they promise; --strict: warnings fail too',
  options: [],
  flags: ['strict'],
  run: async ({ folder, json, options, print }) => {
    const checked = await checkedPlaybooks(folder);
    const { set, problems, findings } = checked;
    const fails: readonly LintLevel[] = options['strict'] === undefined ? ['error'] : ['error', 'warning'];
    const ok = set !== null && !findings.some(({ level }) => fails.includes(level));
    if (json) print(JSON.stringify({ ok, problems, findings }, null, 2));
    else if (set === null) printProblems(folder, problems, print);
    else {
      for (const finding of findings) print(lineOf(finding));
      print(summaryOf(folder, checked, ok));
    }
    return ok ? 0 : 1;
  },
};

function lineOf({ level, file, line, column, sentence, code }: LintFinding): string {
  return `${file}:${line}:${column}: ${level === 'error' ? '' : `${level}: `}${sentence} [${code}]`;
}

function summaryOf(folder: string, { files, set, findings }: CheckedPlaybooks, ok: boolean): string {
  const counts = (['error', 'warning', 'note'] as const)
    .map((level) => ({ level, count: findings.filter((one) => one.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => counted(count, level));
  const contents = `${counted(files, 'file')}, ${counted(set?.playbooks.length ?? 0, 'playbook')}`;
  const mend = findings.some(({ level }) => level !== 'note') ? [] : ['nothing to mend'];
  return `${ok ? (mend.length > 0 ? '✓' : '…') : '✗'} ${folder}: ${[contents, ...mend, ...counts].join(', ')}`;
}
