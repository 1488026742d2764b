import { z } from 'zod';
import { capabilities } from '../schema/capabilities.ts';
import { models } from '../schema/models.ts';
import { org } from '../schema/org.ts';
import { people } from '../schema/people.ts';
import { playbook } from '../schema/playbook.ts';

export type FileKind = 'org' | 'people' | 'models' | 'capabilities' | 'playbook';

/** The name of the file of each kind there is one of. */
export const sharedFiles = {
  org: 'org.yaml',
  people: 'people.yaml',
  models: 'models.yaml',
  capabilities: 'capabilities.yaml',
} as const;

/** Of these a folder may do without. */
export const optionalFiles: readonly string[] = [sharedFiles.capabilities];

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a file is read as, by its name. */
export function kindOf(path: string): FileKind {
  const name = fileName(path);
  return name === 'org.yaml'
    ? 'org'
    : name === 'people.yaml'
      ? 'people'
      : name === 'models.yaml'
        ? 'models'
        : name === 'capabilities.yaml'
          ? 'capabilities'
          : 'playbook';
}

/** Where a key belongs that is written at the top or in a section and is not of there; null if nothing can be said. */
export function homeOf(key: string, kind: FileKind, path: readonly PropertyKey[]): string | null {
  if (path.length > 1) return null;
  homes ??= allHomes();
  const found = homes.filter((home) => home.key === key);
  const here = found.find((home) => home.kind === kind && (path.length > 0 || home.section !== null));
  if (here !== undefined) {
    return here.section === null
      ? `"${key}" belongs at the top of the file`
      : `"${key}" belongs under \`${here.section}\``;
  }
  if (path.length > 0) return null;
  const elsewhere = found.find((home) => home.kind !== kind && home.section === null);
  if (elsewhere === undefined) return null;
  if (elsewhere.kind !== 'playbook') return `"${key}" belongs in ${sharedFiles[elsewhere.kind]}`;
  return kind === 'org' && key !== 'applies_to' && key !== 'tests'
    ? `"${key}" belongs in a playbook, or under \`baseline\` for all of them`
    : `"${key}" belongs in a playbook`;
}

interface Home {
  readonly key: string;
  readonly kind: FileKind;
  /** The top-level key it stands under; null at the top. */
  readonly section: string | null;
}

let homes: readonly Home[] | null = null;

function allHomes(): readonly Home[] {
  const kinds: Readonly<Record<FileKind, z.ZodType>> = { org, people, models, capabilities, playbook };
  const names: readonly FileKind[] = ['playbook', 'org', 'people', 'models', 'capabilities'];
  return names.flatMap((kind) =>
    Object.entries(keysOf(kinds[kind])).flatMap(([key, below]) => [
      { key, kind, section: null },
      ...(key === 'baseline' ? [] : Object.keys(keysOf(below)).map((inner) => ({ key: inner, kind, section: key }))),
    ]),
  );
}

/** The keys of a map's schema, or none for what is no map of known keys. */
function keysOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodPipe) return keysOf(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return keysOf(schema.unwrap());
  return {};
}
