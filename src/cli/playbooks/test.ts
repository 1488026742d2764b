import { checkedPlaybooks } from './checked-playbooks.ts';
import { counted } from './counted.ts';
import { printProblems } from './print-problems.ts';
import type { Verb } from './verb.ts';

/** Runs the inline tests of a folder of playbooks and prints where each failing one stands and what came instead. */
export const test: Verb = {
  name: 'test',
  usage: '',
  summary: 'run the inline tests of the playbooks',
  options: [],
  run: async ({ folder, json, print }) => {
    const { files, set, problems, tests } = await checkedPlaybooks(folder);
    const failed = tests.filter(({ passed }) => !passed);
    if (json) {
      print(JSON.stringify({ ok: set !== null && failed.length === 0, problems, tests }, null, 2));
      return set === null || failed.length > 0 ? 1 : 0;
    }
    if (set === null) return printProblems(folder, problems, print);
    for (const { file, line, column, name, differences } of failed) {
      for (const difference of differences) print(`${file}:${line}:${column}: "${name}": ${difference} [test]`);
    }
    const untested = set.playbooks.filter((playbook) => !playbook.abstract && playbook.tests.length === 0);
    for (const { path, name } of untested) print(`… ${path}: "${name}" has no tests, so nothing shows what it decides`);
    const contents = `${counted(files, 'file')}, ${counted(set.playbooks.length, 'playbook')}`;
    if (tests.length > 0) {
      const passed = `${tests.length - failed.length} of ${counted(tests.length, 'inline test')} passed`;
      print(`${failed.length === 0 ? '✓' : '✗'} ${folder}: ${contents}, ${passed}`);
    } else print(`… ${folder}: ${contents}, no inline tests`);
    return failed.length === 0 ? 0 : 1;
  },
};
