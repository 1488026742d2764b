import { type Digest, digestOf } from '#domain/digest.ts';
import type { PlaybookSet } from './playbook.ts';

/** The set with file names in place of paths, so that it is the same whatever folder it was read from. */
export function portableSet(set: PlaybookSet): PlaybookSet {
  return {
    ...set,
    playbooks: set.playbooks.map((playbook) => ({ ...playbook, path: fileNameOf(playbook.path) })),
  };
}

/** The digest a set is kept and named by, whatever folder it was read from. */
export function setDigest(set: PlaybookSet): Digest {
  return digestOf(portableSet(set));
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
