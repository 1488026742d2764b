import type { z } from 'zod';
import type { PlaybookProblem } from '#errors.ts';
import { checkInheritance } from './check-inheritance.ts';
import { checkReferences } from './check-references.ts';
import { checkSeats } from './check-seats.ts';
import { checkTrees } from './check-trees.ts';
import { type ParsedFile, parseFile } from './parse-file.ts';
import type { PlaybookSet } from './playbook.ts';
import { collectProblems, type Problems } from './problems.ts';
import { models } from './schema/models.ts';
import { org } from './schema/org.ts';
import { people } from './schema/people.ts';
import { playbook } from './schema/playbook.ts';
import { shapeOf } from './shape-of.ts';

export interface PlaybookFile {
  /** As it is named in problems; the last part of it says what kind of file this is. */
  readonly path: string;
  readonly text: string;
}

export type LoadedPlaybooks =
  | { readonly ok: true; readonly set: PlaybookSet }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

/**
 * Reads a whole `playbooks/` folder (§2): all of it or nothing, every problem at once in order of file, line and
 * column. Never throws. `unsupported` names keys this installation cannot carry out, as `after_approval.rollout`; a
 * playbook that uses one is refused.
 */
export function loadPlaybooks(files: readonly PlaybookFile[], unsupported: readonly string[] = []): LoadedPlaybooks {
  const problems = collectProblems();
  const parsed = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((file) => parseFile(file.path, file.text, problems) ?? []);
  const shared = ['org.yaml', 'people.yaml', 'models.yaml'];
  const playbooks = parsed
    .filter((file) => !shared.includes(fileName(file.path)))
    .flatMap((file) => {
      const read = shapeOf(playbook, file, problems);
      return read === null ? [] : [{ file, playbook: { path: file.path, ...read } }];
    });
  const set = {
    org: theOne('org.yaml', org, parsed, files, problems),
    people: theOne('people.yaml', people, parsed, files, problems),
    models: theOne('models.yaml', models, parsed, files, problems),
  };
  refuseUnsupported(parsed, unsupported, problems);
  if (set.org !== null && set.people !== null && set.models !== null && !problems.any()) {
    const whole: PlaybookSet = {
      org: set.org,
      people: set.people,
      models: set.models,
      playbooks: playbooks.map((one) => one.playbook),
    };
    const byPath = new Map(parsed.map((file) => [file.path, file]));
    for (const check of [checkReferences, checkTrees, checkInheritance, checkSeats]) check(whole, byPath, problems);
    if (!problems.any()) return { ok: true, set: whole };
  }
  return { ok: false, problems: problems.sorted() };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function theOne<T>(
  name: string,
  schema: z.ZodType<T>,
  parsed: readonly ParsedFile[],
  files: readonly PlaybookFile[],
  problems: Problems,
): T | null {
  const given = files.filter(({ path }) => fileName(path) === name);
  if (given.length === 0)
    problems.add(name, null, 'missing_file', `there is no ${name}; every folder of playbooks has one`);
  for (const { path } of given.slice(1)) problems.add(path, null, 'duplicate_file', `there is more than one ${name}`);
  const file = parsed.find(({ path }) => fileName(path) === name);
  return file === undefined ? null : shapeOf(schema, file, problems);
}

function refuseUnsupported(parsed: readonly ParsedFile[], keys: readonly string[], problems: Problems): void {
  for (const file of parsed) {
    for (const key of keys) {
      const path = fileName(file.path) === 'org.yaml' ? ['baseline', ...key.split('.')] : key.split('.');
      if (!file.has(path)) continue;
      const sentence = `this installation cannot carry out \`${key}\` yet, so the key is refused rather than ignored`;
      problems.add(file.path, file.at(path, 'key'), 'not_supported', sentence);
    }
  }
}
