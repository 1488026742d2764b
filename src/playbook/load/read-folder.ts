import type { z } from 'zod';
import type { Org } from '../organization.ts';
import type { Capabilities, Models, People, Playbook } from '../playbook.ts';
import { capabilities } from '../schema/capabilities.ts';
import { models } from '../schema/models.ts';
import { org } from '../schema/org.ts';
import { people } from '../schema/people.ts';
import { playbook } from '../schema/playbook.ts';
import { type FileKind, fileName, kindOf, optionalFiles, sharedFiles } from './file-kinds.ts';
import { type ParsedFile, parseFile } from './parse-file.ts';
import type { Problems } from './problems.ts';
import { type ReadFile, readablePart } from './readable-part.ts';
import { shapeOf } from './shape-of.ts';

export interface PlaybookFile {
  /** As it is named in problems; the last part of it says what kind of file this is. */
  readonly path: string;
  readonly text: string;
}

/** What could be read of a folder, in order of path. */
export interface ReadFolder {
  /** Every file that is YAML. */
  readonly parsed: readonly ParsedFile[];
  /** Whether every file is YAML: if not, more names may be declared than are seen. */
  readonly complete: boolean;
  readonly org: ReadFile<Org> | null;
  readonly people: ReadFile<People> | null;
  readonly models: ReadFile<Models> | null;
  readonly capabilities: ReadFile<Capabilities> | null;
  readonly playbooks: readonly ReadFile<Playbook>[];
}

/** Reads every file of a folder into its shape, as far as it has one; every mistake on the way is in `problems`. */
export function readFolder(files: readonly PlaybookFile[], problems: Problems): ReadFolder {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const parsed = ordered.flatMap((file) => parseFile(file.path, file.text, problems) ?? []);
  for (const { path } of ordered) checkName(path, problems);
  for (const name of Object.values(sharedFiles)) checkOne(name, ordered, problems);
  return {
    parsed,
    complete: parsed.length === files.length,
    org: theOne('org', org, parsed, problems),
    people: theOne('people', people, parsed, problems),
    models: theOne('models', models, parsed, problems),
    capabilities: theOne('capabilities', capabilities, parsed, problems),
    playbooks: parsed
      .filter(({ path }) => kindOf(path) === 'playbook')
      .flatMap((file) => {
        const read = readShape('playbook', playbook, file, problems);
        return read === null ? [] : [{ ...read, value: { path: file.path, ...read.value } }];
      }),
  };
}

function readShape<T>(kind: FileKind, schema: z.ZodType<T>, file: ParsedFile, problems: Problems): ReadFile<T> | null {
  const value = shapeOf(schema, kind, file, problems);
  return value === null ? readablePart(schema, kind, file) : { file, value, whole: true, madeUp: new Set() };
}

function theOne<T>(kind: FileKind, schema: z.ZodType<T>, parsed: readonly ParsedFile[], problems: Problems) {
  const file = parsed.find(({ path }) => kindOf(path) === kind);
  return file === undefined ? null : readShape(kind, schema, file, problems);
}

function checkOne(name: string, files: readonly PlaybookFile[], problems: Problems): void {
  const given = files.filter(({ path }) => fileName(path) === name);
  if (given.length === 0 && !optionalFiles.includes(name))
    problems.add(name, null, 'missing_file', `there is no ${name}; every folder of playbooks has one`);
  for (const { path } of given.slice(1)) {
    problems.add(path, null, 'duplicate_file', `there is more than one ${name}; keep one`);
  }
}

/** `People.yaml` or `people.yml` would be read as a playbook, which is never meant. */
function checkName(path: string, problems: Problems): void {
  const name = fileName(path);
  const meant = Object.values(sharedFiles).find((one) => one === name.toLowerCase().replace(/\.yml$/, '.yaml'));
  if (meant !== undefined && meant !== name) {
    problems.add(path, null, 'file_name', `this file has to be called ${meant}`);
  }
}
