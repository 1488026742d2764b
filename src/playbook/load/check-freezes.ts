import { localMs, weekMinutes } from '../freeze.ts';
import type { Freeze, PlaybookKeys } from '../keys.ts';
import type { PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

const week = 7 * 1440;

/**
 * Reports freezes of one list that overlap: both dated or both weekly, in the same zone, with an action in common. A
 * dated freeze may cover a weekly one, and freezes of several zones may overlap: each says something of its own.
 */
export function checkFreezes(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  const check = (keys: PlaybookKeys, file: ParsedFile | undefined, above: readonly PropertyKey[]) => {
    const freezes = keys.timing?.freeze ?? [];
    freezes.forEach((freeze, index) => {
      const other = freezes.slice(0, index).find((one) => overlap(one, freeze));
      if (other === undefined || file === undefined) return;
      const sentence = `"${freeze.name}" overlaps "${other.name}"; write them as one, or move an end`;
      problems.add(file.path, file.at([...above, 'timing', 'freeze', index]), 'overlapping_freezes', sentence);
    });
  };
  for (const playbook of set.playbooks) check(playbook, files.get(playbook.path), []);
  const org = [...files.values()].find(({ path }) => path === 'org.yaml' || path.endsWith('/org.yaml'));
  check(set.org.baseline ?? {}, org, ['baseline']);
}

function overlap(a: Freeze, b: Freeze): boolean {
  if (a.zone !== b.zone || !a.actions.some((action) => b.actions.includes(action))) return false;
  const weekly = [a, b].filter((one) => 'weekly' in one).length;
  if (weekly === 1) return false;
  return spans(a).some((one) => spans(b).some((other) => one.from < other.to && other.from < one.to));
}

/** Wall-clock spans: milliseconds of a dated freeze, minutes of the week of a weekly one, cut where the week ends. */
function spans(freeze: Freeze): readonly { readonly from: number; readonly to: number }[] {
  if ('from' in freeze) return [{ from: localMs(freeze.from) ?? 0, to: localMs(freeze.to) ?? 0 }];
  const [from, to] = [weekMinutes(freeze.weekly.from) ?? 0, weekMinutes(freeze.weekly.to) ?? 0];
  if (from < to) return [{ from, to }];
  return [
    { from, to: week },
    { from: 0, to },
  ];
}
