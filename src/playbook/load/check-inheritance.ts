import { keysAbove, parentsOf } from '../inherit.ts';
import type { PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';
import { loosened } from './tighter.ts';

const longest = 3;

/** Reports chains that are too long or closed, and keys a child loosens without leave (§10.4). */
export function checkInheritance(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  for (const playbook of set.playbooks) {
    const file = files.get(playbook.path);
    if (file === undefined) continue;
    const parents = parentsOf(set, playbook);
    if (parents.length + 1 > longest) {
      problems.add(file.path, file.at(['extends']), 'too_long', `a chain of playbooks has at most ${longest} members`);
    }
    if (parents[0]?.extends !== undefined && parents[0].extends !== null) {
      problems.add(file.path, file.at(['extends']), 'circle', 'this playbook extends itself through others');
    }
    if (playbook.extends === playbook.name) {
      problems.add(file.path, file.at(['extends']), 'circle', 'this playbook extends itself');
    }
    for (const parent of keysAbove(set, playbook)) {
      const whose = 'name' in parent ? `"${String(parent.name)}"` : 'the baseline';
      for (const { key, path, sentence } of loosened(set, parent, playbook)) {
        if (parent.mayBeRelaxed.some((leave) => key === leave || key.startsWith(`${leave}.`))) continue;
        const full = `${key} is looser than ${whose} allows: ${sentence}`;
        problems.add(file.path, file.at(path), 'loosened', full);
      }
    }
  }
}
