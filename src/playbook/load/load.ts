import type { PlaybookProblem } from '#errors.ts';
import type { PlaybookSet } from '../playbook.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkFreezes } from './check-freezes.ts';
import { checkInheritance } from './check-inheritance.ts';
import { checkPromoteTo } from './check-promote-to.ts';
import { checkReferences } from './check-references.ts';
import { checkRoles } from './check-roles.ts';
import { checkRollout } from './check-rollout.ts';
import { checkSeats } from './check-seats.ts';
import { checkTrees } from './check-trees.ts';
import { checkTwice } from './check-twice.ts';
import type { ParsedFile } from './parse-file.ts';
import { collectProblems, type Problems } from './problems.ts';
import { type PlaybookFile, type ReadFolder, readFolder } from './read-folder.ts';

export type { PlaybookFile } from './read-folder.ts';

export type LoadedPlaybooks =
  | {
      readonly ok: true;
      readonly set: PlaybookSet;
      /** By path; to find where something is written. */
      readonly files: ReadonlyMap<string, ParsedFile>;
    }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

type Check = (set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems) => void;

/** What is checked of playbooks and their parents, the baseline included. */
const checks: readonly Check[] = [
  checkTrees,
  checkInheritance,
  checkFreezes,
  checkAlerts,
  checkPromoteTo,
  checkRollout,
];

/** What is checked once people and roles are known too. */
const peopleChecks: readonly Check[] = [checkRoles, checkSeats];

/**
 * Reads a whole `playbooks/` folder (§2): all of it or nothing, every problem at once in order of file, line and
 * column. What is wrong in one file does not hide what is wrong in the others. Never throws.
 */
export function loadPlaybooks(files: readonly PlaybookFile[]): LoadedPlaybooks {
  const problems = collectProblems();
  const folder = readFolder(files, problems);
  const byPath = new Map(folder.parsed.map((file) => [file.path, file]));
  checkReferences(folder, problems);
  checkTwice(folder, problems);
  const set = wholeSet(folder);
  if (set !== null) {
    for (const check of checks) check(set, byPath, problems);
    if (folder.people?.whole === true) for (const check of peopleChecks) check(set, byPath, problems);
    if (!problems.any()) return { ok: true, set, files: byPath };
  }
  return { ok: false, problems: problems.sorted() };
}

/** Every playbook that is whole and whose parents are; null if the baseline they all build on is not. */
function wholeSet({ org, people, models, capabilities, playbooks }: ReadFolder): PlaybookSet | null {
  if (org === null || !org.whole) return null;
  const whole = new Map(playbooks.filter((one) => one.whole).map(({ value }) => [value.name, value]));
  const stands = (name: string | null, depth = 0): boolean => {
    const playbook = name === null ? undefined : whole.get(name);
    if (playbook === undefined) return name === null;
    return depth > whole.size || stands(playbook.extends, depth + 1);
  };
  return {
    org: org.value,
    people: people?.value ?? { owner: '', people: {}, roles: {}, delegations: [] },
    models: models?.value ?? { owner: '', models: [] },
    ...(capabilities === null ? {} : { capabilities: capabilities.value }),
    playbooks: playbooks.flatMap(({ value, whole: all }) => (all && stands(value.extends) ? [value] : [])),
  };
}
