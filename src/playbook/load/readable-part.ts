import type { z } from 'zod';
import type { FileKind } from './file-kinds.ts';
import type { ParsedFile } from './parse-file.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** What could be read of one file. */
export interface ReadFile<T> {
  /** Its `at` takes paths of `value`. */
  readonly file: ParsedFile;
  readonly value: T;
  /** Whether all of the file was read. */
  readonly whole: boolean;
  /** Top-level keys that had to be made up; what they say is not the author's. */
  readonly madeUp: ReadonlySet<string>;
}

const mostRounds = 12;

/** What stands in for a required key that cannot be read, so that the rest of the file can be. */
const fillings: Readonly<Record<FileKind, Readonly<Record<string, unknown>>>> = {
  org: {
    version: 1,
    owner: 'owner',
    name: 'unnamed',
    zone: 'UTC',
    currency: 'EUR',
    channels: { default: '#c', alarm: '#c', digest: '#c' },
    connections: [],
  },
  people: { version: 1, owner: 'owner', people: {}, roles: {} },
  models: { version: 1, owner: 'owner', models: [] },
  capabilities: { version: 1, owner: 'owner', based_on: 'reconstructed-1', changes: [] },
  playbook: { playbook: 1, name: 'unnamed', owner: 'owner', applies_to: { action: 'promote', models: '**' } },
};

/**
 * Reads what it can of a file whose shape is wrong, so that its names can still be checked: what has a problem is left
 * out, and whatever cannot be without it. Null if nothing is left to look at.
 */
export function readablePart<T>(schema: z.ZodType<T>, kind: FileKind, file: ParsedFile): ReadFile<T> | null {
  const sources = new Map<readonly unknown[], readonly number[]>();
  const madeUp = new Set<string>();
  let tree = file.value;
  for (let round = 0; round < mostRounds; round += 1) {
    if (!isMap(tree)) return null;
    const read = schema.safeParse(tree, { reportInput: true });
    if (read.success)
      return { file: { ...file, at: placed(file, tree, sources) }, value: read.data, whole: false, madeUp };
    const wrong = read.error.issues.flatMap((issue) => toLeaveOut(issue, tree));
    tree = filled(without(tree, wrong, sources), kind, madeUp);
  }
  return null;
}

/** The paths whose removal takes an issue away. */
function toLeaveOut(issue: Issue, tree: unknown): readonly Path[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const missing = issue.input === undefined && issue.code !== 'custom' && issue.path.length > 1;
  return [within(tree, missing ? issue.path.slice(0, -1) : issue.path)];
}

/** The path as far as it leads through what is written: a single value may stand for a list. */
function within(tree: unknown, path: Path): Path {
  let node = tree;
  const steps: PropertyKey[] = [];
  for (const step of path) {
    if (Array.isArray(node)) node = node[Number(step)];
    else if (isMap(node) && typeof step === 'string') node = node[step];
    else if (typeof step === 'number') continue;
    else return steps;
    steps.push(step);
  }
  return steps;
}

/** A copy of the tree without what stands at the paths; of each list, which of the file's items are left. */
function without(tree: unknown, paths: readonly Path[], sources: Map<readonly unknown[], readonly number[]>): unknown {
  const gone = (step: PropertyKey) => paths.some((path) => path.length === 1 && String(path[0]) === String(step));
  const below = (step: PropertyKey) =>
    paths.flatMap((path) => (path.length > 1 && String(path[0]) === String(step) ? [path.slice(1)] : []));
  if (Array.isArray(tree)) {
    const left = tree.map((item: unknown, index) => ({ item, index })).filter(({ index }) => !gone(index));
    const copy = left.map(({ item, index }) => without(item, below(index), sources));
    const before = sources.get(tree);
    sources.set(
      copy,
      left.map(({ index }) => before?.[index] ?? index),
    );
    return copy;
  }
  if (!isMap(tree)) return tree;
  const left = Object.entries(tree).filter(([key]) => !gone(key));
  return Object.fromEntries(left.map(([key, value]) => [key, without(value, below(key), sources)]));
}

function filled(tree: unknown, kind: FileKind, madeUp: Set<string>): unknown {
  if (!isMap(tree)) return tree;
  const missing = Object.entries(fillings[kind]).filter(([key]) => !Object.hasOwn(tree, key));
  for (const [key] of missing) madeUp.add(key);
  return { ...tree, ...Object.fromEntries(missing) };
}

/** Positions by the paths of a tree from which items of lists were left out. */
function placed(file: ParsedFile, tree: unknown, sources: ReadonlyMap<readonly unknown[], readonly number[]>) {
  return (path: Path, which?: 'value' | 'key') => {
    let node = tree;
    const original = path.map((step): PropertyKey => {
      if (Array.isArray(node)) {
        const list: readonly unknown[] = node;
        node = list[Number(step)];
        return sources.get(list)?.[Number(step)] ?? step;
      }
      // A map may stand for a list of itself.
      if (isMap(node) && typeof step === 'string') node = node[step];
      return step;
    });
    return file.at(original, which);
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
