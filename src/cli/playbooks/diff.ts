import { basename } from 'node:path';
import { roleName } from '#domain/role-name.ts';
import { ConfigError } from '#errors.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { needsOf } from '#playbook/change/change-policy.ts';
import { changesBetween } from '#playbook/change/changes-between.ts';
import { isLoosening, type PolicyChange } from '#playbook/change/policy-change.ts';
import { counted } from './counted.ts';
import type { Verb } from './verb.ts';

/** Compares two folders of playbooks and says of each change which way it goes, whom it disempowers, who must agree. */
export const diff: Verb = {
  name: 'diff',
  usage: '<old> [new]',
  summary: 'call each change tighter, looser or different, and say who must agree; 1: something is looser',
  options: [],
  run: async ({ words, folder, json, print }) => {
    const [old, changed = folder, ...more] = words;
    if (old === undefined || more.length > 0) {
      throw new ConfigError(['playbooks diff takes the old folder and, unless it is the one in use, the new one']);
    }
    const [before, after] = await Promise.all([readPlaybooks(old), readPlaybooks(changed)]);
    const changes = changesBetween(before, after);
    const { owners, disempowered } = needsOf(before, after, changes, []);
    if (json) {
      const needs = { owners: Object.fromEntries(owners), disempowered };
      print(JSON.stringify({ ok: !changes.some(isLoosening), changes, needs }, null, 2));
    } else if (changes.length === 0) print(`✓ ${old} and ${changed} decide the same`);
    else {
      for (const [file, some] of Map.groupBy(changes, (one) => basename(one.file))) {
        print(`${file}\n${some.map(lineOf).join('\n')}\n`);
      }
      print(summaryOf(changes));
      print(
        `Must agree: ${[...[...owners.keys()].map((role) => `${roleName([role])} (owner)`), ...disempowered.map((role) => roleName([role]))].join(', ')}`,
      );
    }
    return changes.some(isLoosening) ? 1 : 0;
  },
};

const marks = {
  looser: '▼ looser   ',
  different: '? different',
  tighter: '▲ tighter  ',
  neutral: '· same     ',
} as const;

function lineOf({ direction, key, sentence, disempowers }: PolicyChange): string {
  const loses =
    disempowers.length === 0
      ? ''
      : `\n               loses by it: ${disempowers.map((role) => roleName([role])).join(', ')}`;
  return `  ${marks[direction]}  ${key}: ${sentence}${loses}`;
}

function summaryOf(changes: readonly PolicyChange[]): string {
  const count = (direction: PolicyChange['direction']) => changes.filter((one) => one.direction === direction).length;
  const neutral = count('neutral');
  return `${counted(changes.length, 'change')}: ${count('looser')} looser, ${count('different')} different, ${count('tighter')} tighter${neutral === 0 ? '' : `, ${neutral} that decide nothing`}`;
}
