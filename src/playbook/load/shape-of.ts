import { z } from 'zod';
import { suggestion } from '#domain/suggestion.ts';
import { type FileKind, homeOf } from './file-kinds.ts';
import { laterSentence } from './later.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

type Issue = z.core.$ZodIssue;

/** Reads a file's values into the shape of its kind (null: none of a folder's kinds); null if there is a problem, which is then in `problems`. */
export function shapeOf<T>(
  schema: z.ZodType<T>,
  kind: FileKind | null,
  file: ParsedFile,
  problems: Problems,
): T | null {
  const read = schema.safeParse(file.value, { reportInput: true, error: keysAllowed });
  if (read.success) return read.data;
  for (const issue of telling(read.error.issues)) report(issue, [], { kind, file, problems });
  return null;
}

/** Without what is only said of a map because its unknown keys do not count. */
function telling(issues: readonly Issue[]): readonly Issue[] {
  const strange = new Set(issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('\n')));
  return issues.filter(({ code, path }) => code !== 'custom' || !strange.has(path.join('\n')));
}

interface Reporting {
  readonly kind: FileKind | null;
  readonly file: ParsedFile;
  readonly problems: Problems;
}

/** An unknown key's message is the list of the keys that are allowed in its place. */
function keysAllowed(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  if (issue.inst instanceof z.ZodObject) return Object.keys(issue.inst.shape).join(' ');
  const keys = issue.inst instanceof z.ZodRecord ? issue.inst.keyType : null;
  return keys instanceof z.ZodEnum ? keys.options.join(' ') : '';
}

function report(issue: Issue, above: readonly PropertyKey[], reporting: Reporting): void {
  const { kind, file, problems } = reporting;
  const path = [...above, ...issue.path];
  const add = (code: string, sentence: string) => problems.add(file.path, file.at(path), code, sentence);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const { code, sentence } = unknownKey(
        key,
        issue.message.split(' '),
        kind === null ? null : homeOf(key, kind, path),
      );
      problems.add(file.path, file.at([...path, key], 'key'), code, sentence);
    }
  } else if (issue.input === undefined && issue.code !== 'custom' && path.length > 0) {
    problems.add(
      file.path,
      file.at(path.slice(0, -1)),
      'missing_key',
      `"${String(path.at(-1))}" is required here; add it`,
    );
  } else if (issue.code === 'invalid_union') reportUnion(issue, path, reporting);
  else if (issue.code === 'invalid_key') {
    const sentence = issue.issues[0]?.message ?? 'this is no id';
    problems.add(file.path, file.at(path, 'key'), 'invalid_key', `"${String(path.at(-1))}": ${sentence}`);
  } else if (issue.code === 'invalid_value') add('invalid_value', notAllowed(issue.input, issue.values.map(String)));
  else if (issue.code === 'invalid_type')
    add('wrong_type', `expected ${words[issue.expected] ?? issue.expected}, found ${found(issue.input)}`);
  else add('invalid_value', sentenceOf(issue));
}

function unknownKey(key: string, allowed: readonly string[], home: string | null): { code: string; sentence: string } {
  const later = laterSentence(key);
  if (later !== null) return { code: 'later', sentence: later };
  if (home !== null) return { code: 'misplaced_key', sentence: home };
  const near = suggestion(key, allowed);
  const hint = near === null ? `; allowed here: ${[...allowed].sort().join(', ')}` : `; did you mean "${near}"?`;
  return { code: 'unknown_key', sentence: `unknown key "${key}"${hint}` };
}

function notAllowed(input: unknown, allowed: readonly string[]): string {
  if (typeof input !== 'string') return `expected ${allowed.join(', ')}, found ${found(input)}`;
  const later = laterSentence(input);
  if (later !== null) return later;
  const near = suggestion(input, allowed);
  return `"${input}" is not one of ${allowed.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function found(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'number' && !Number.isFinite(input)) return 'no finite number';
  if (typeof input === 'object') return 'a map';
  return JSON.stringify(input);
}

function sentenceOf(issue: Issue): string {
  if (issue.code === 'too_small' && issue.origin !== 'array') return `this is at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big')
    return `this is at most ${String(issue.maximum)}${issue.origin === 'string' ? ' characters' : ''}`;
  return issue.message;
}

/** Reports the branch the author most likely meant: the one with the fewest strange or missing keys at its top. */
function reportUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
  reporting: Reporting,
): void {
  const { file, problems } = reporting;
  const branches = issue.errors.map((issues) => ({
    issues,
    strange: strangeness(issues),
    depth: Math.max(...issues.map((one) => one.path.length)),
  }));
  const [best] = branches.sort(
    (a, b) => a.strange - b.strange || b.depth - a.depth || a.issues.length - b.issues.length,
  );
  const custom = issue.message !== 'Invalid input';
  if (best === undefined || best.issues.length === 0 || (custom && best.strange >= 100)) {
    problems.add(file.path, file.at(path), 'invalid_value', `${issue.message}; found ${found(issue.input)}`);
    return;
  }
  for (const one of telling(best.issues)) report(one, path, reporting);
}

/** How little a branch looks like what was meant; a key that is nearly one it lacks speaks for it. */
function strangeness(issues: readonly Issue[]): number {
  const lacking = issues.flatMap((issue) => (issue.path.length === 1 && issue.input === undefined ? issue.path : []));
  const nearly = (key: string) => suggestion(key, lacking.map(String)) !== null;
  return issues.reduce((sum, issue) => {
    const here = issue.path.length === 0;
    if (here && issue.code === 'invalid_union') return sum + Math.min(...issue.errors.map(strangeness));
    const value = issue.code === 'invalid_value' && typeof issue.input === 'object';
    if (here && (issue.code === 'invalid_type' || value)) return sum + 100;
    if (here && issue.code === 'unrecognized_keys') {
      return issue.keys.reduce((more, key) => more + (nearly(key) ? 5 : 10), sum);
    }
    if (issue.input === undefined && issue.path.length === 1) return sum + 11;
    return sum + 1;
  }, 0);
}
