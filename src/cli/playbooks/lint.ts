import { checkedPlaybooks } from './checked-playbooks.ts';
import { counted } from './counted.ts';
import { printProblems } from './print-problems.ts';
import type { Verb } from './verb.ts';

/** Checks a folder of playbooks and prints `file:line:column: …` for each finding. */
export const lint: Verb = {
  name: 'lint',
  usage: '',
  summary: 'find every mistake in the playbooks, by file, line and column',
  options: [],
  run: async ({ folder, json, print }) => {
    const checked = await checkedPlaybooks(folder);
    if (json) {
      print(JSON.stringify({ ok: checked.set !== null, problems: checked.problems }, null, 2));
      return checked.set === null ? 1 : 0;
    }
    if (checked.set === null) return printProblems(folder, checked.problems, print);
    print(
      `✓ ${folder}: ${counted(checked.files, 'file')}, ${counted(checked.set.playbooks.length, 'playbook')}, nothing to mend`,
    );
    return 0;
  },
};
