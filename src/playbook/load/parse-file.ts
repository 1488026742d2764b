import { type Document, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import { attempt } from '../evaluate/notes.ts';
import { checkNodes } from './check-nodes.ts';
import type { Position, Problems } from './problems.ts';
import { type Report, scanText } from './scan-text.ts';
import { positionsIn } from './text-position.ts';
import { yamlSentence } from './yaml-errors.ts';

/** One file as plain values, with the way back to where they stand. */
export interface ParsedFile {
  readonly path: string;
  readonly value: unknown;
  /** The position of the value at a path, or of the nearest one above it; `key`: of the key instead. */
  readonly at: (path: readonly PropertyKey[], which?: 'value' | 'key') => Position;
  readonly has: (path: readonly PropertyKey[]) => boolean;
}

/** Makes a document of a text; replaced only by tests that count. */
type Compose = (text: string) => Document.Parsed;

const composed: Compose = (text) =>
  parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'error',
  });

/**
 * Reads YAML strictly; null if there is a problem that leaves nothing to look at, which is then in `problems`. Never
 * throws. A byte order mark at the start and both kinds of line ends are accepted.
 */
export function parseFile(
  path: string,
  given: string,
  problems: Problems,
  compose: Compose = composed,
): ParsedFile | null {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  const position = positionsIn(text);
  let clean = true;
  const report: Report = (offset, code, sentence) => {
    clean = false;
    problems.add(path, position(offset), code, sentence);
  };
  if (!scanText(text, report)) return null;
  const read = attempt(() => {
    const document = compose(text);
    for (const error of document.errors) report(error.pos[0], 'yaml', yamlSentence(error));
    if (document.errors.length > 0) return null;
    checkNodes(document, report);
    return clean ? parsedFile(path, document, position) : null;
  });
  if ('value' in read) return read.value;
  problems.add(path, null, 'too_deep', 'this file is nested too deeply to be read');
  return null;
}

function parsedFile(path: string, document: Document, position: (offset: number) => Position): ParsedFile {
  return {
    path,
    value: document.toJS({ maxAliasCount: 0 }),
    at: (steps, which = 'value') => position(offsetOf(document, steps, which)),
    has: (steps) => document.hasIn([...steps]),
  };
}

/** Walks as far as the path leads; the index of a single value written instead of a list is passed over. */
function offsetOf(document: Document, path: readonly PropertyKey[], which: 'value' | 'key'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      if (typeof step === 'number') continue;
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!isPair(pair)) return offset;
      const last = index === path.length - 1;
      node = pair.value;
      offset = startOf(last && which === 'key' ? pair.key : node) ?? startOf(pair.key) ?? offset;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      const start = startOf(node);
      if (start === null) return offset;
      offset = start;
    }
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? null) : null;
}
