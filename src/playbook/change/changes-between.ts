import type { PlaybookSet } from '../playbook.ts';
import { capabilityChanges } from './capability-changes.ts';
import { modelChanges } from './model-changes.ts';
import { orgChanges } from './org-changes.ts';
import { peopleChanges } from './people-changes.ts';
import { playbookChanges } from './playbook-changes.ts';
import type { Change, PolicyChange } from './policy-change.ts';

/**
 * Everything the second set does differently (§10.5), in order of file and, in a file, as it is read. Equal sets have
 * no changes; any two sets can be compared.
 */
export function changesBetween(before: PlaybookSet, after: PlaybookSet): readonly PolicyChange[] {
  const folder = folderOf(after) ?? folderOf(before) ?? '';
  const shared = (name: string, changes: readonly Change[]) =>
    changes.map((one) => ({ file: `${folder}${name}`, ...one }));
  const all = [
    ...shared('org.yaml', orgChanges(before, after)),
    ...shared('people.yaml', peopleChanges(before, after)),
    ...shared('capabilities.yaml', capabilityChanges(before, after)),
    ...shared('models.yaml', modelChanges(before, after)),
    ...playbookChanges(before, after),
  ];
  return all.toSorted((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
}

/** The folder the files stand in, as their paths say. */
function folderOf({ playbooks }: PlaybookSet): string | null {
  const path = playbooks[0]?.path;
  return path === undefined ? null : path.slice(0, path.lastIndexOf('/') + 1);
}
