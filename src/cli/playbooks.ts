import { checkedPlaybooks } from './check-playbooks.ts';

/**
 * Checks a folder of playbooks and prints `file:line:column: …` for each finding; `test` also runs the inline tests.
 * 0: nothing to mend; 1: there is. Throws a ConfigError if the folder cannot be read.
 */
export async function checkPlaybooks(
  verb: 'lint' | 'test',
  folder: string,
  print: (line: string) => void = (line) => console.log(line),
): Promise<number> {
  const { files, set, problems, tests } = await checkedPlaybooks(folder);
  for (const { file, line, column, sentence, code } of problems) {
    print(`${file}:${line}:${column}: ${sentence} [${code}]`);
  }
  if (set === null) {
    print(`\n✗ ${counted(problems.length, 'problem')} in ${folder}; nothing was loaded and no test has run`);
    return 1;
  }
  const contents = `${counted(files, 'file')}, ${counted(set.playbooks.length, 'playbook')}`;
  if (verb === 'lint') {
    print(`✓ ${folder}: ${contents}, nothing to mend`);
    return 0;
  }
  const failed = tests.filter(({ passed }) => !passed);
  for (const { file, line, column, name, differences } of failed) {
    for (const difference of differences) print(`${file}:${line}:${column}: "${name}": ${difference} [test]`);
  }
  const untested = set.playbooks.filter((playbook) => !playbook.abstract && playbook.tests.length === 0);
  for (const { path, name } of untested) print(`… ${path}: "${name}" has no tests, so nothing shows what it decides`);
  if (tests.length > 0) {
    const passed = `${tests.length - failed.length} of ${counted(tests.length, 'inline test')} passed`;
    print(`${failed.length === 0 ? '✓' : '✗'} ${folder}: ${contents}, ${passed}`);
  } else print(`… ${folder}: ${contents}, no inline tests`);
  return failed.length === 0 ? 0 : 1;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
