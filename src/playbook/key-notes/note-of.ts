import { own } from '../own.ts';
import { predicateNamed } from '../predicates/index.ts';
import { capabilityNotes } from './capability-notes.ts';
import type { KeyNote, KeyNotes } from './note.ts';
import { outcomeNotes } from './outcome-notes.ts';
import { playbookNotes } from './playbook-notes.ts';
import { modelNotes, orgNotes, peopleNotes } from './shared-file-notes.ts';
import { testNotes } from './test-notes.ts';

export type FileKind = 'org' | 'people' | 'models' | 'capabilities' | 'playbook';

/** Every note, by the kind of file. */
export const keyNotes: Readonly<Record<FileKind, KeyNotes>> = {
  org: orgNotes,
  people: peopleNotes,
  models: modelNotes,
  capabilities: capabilityNotes,
  playbook: { ...playbookNotes, ...outcomeNotes, ...testNotes },
};

/**
 * What a key is for; null if there is nothing to say. In the path, lists may be marked by `[]`. The baseline has the keys
 * of a playbook, and a fact of a test is explained by the predicate that reads it.
 */
export function noteOf(kind: FileKind, path: string): KeyNote | null {
  const plain = path.replaceAll('[]', '');
  if (kind === 'org' && plain.startsWith('baseline.')) return noteOf('playbook', plain.slice('baseline.'.length));
  const note = own(keyNotes[kind], plain);
  if (note !== undefined) return typeof note === 'string' ? { about: note } : note;
  const fact = /^tests\.given\.(\w+)$/.exec(plain)?.[1];
  const predicate = fact === undefined ? undefined : predicateNamed(fact);
  return predicate === undefined ? null : { about: `The fact behind: ${predicate.summary}` };
}
