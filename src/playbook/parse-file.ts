import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { checkNodes } from './check-nodes.ts';
import { attempt } from './notes.ts';
import type { Position, Problems } from './problems.ts';

/** One file as plain values, with the way back to where they stand. */
export interface ParsedFile {
  readonly path: string;
  readonly value: unknown;
  /** The position of the value at a path, or of the nearest one above it; `key`: of the key instead. */
  readonly at: (path: readonly PropertyKey[], which?: 'value' | 'key') => Position;
  readonly has: (path: readonly PropertyKey[]) => boolean;
}

const mostBytes = 64 * 1024;

/** Reads YAML strictly; null if there is a problem, which is then in `problems`. Never throws. */
export function parseFile(path: string, text: string, problems: Problems): ParsedFile | null {
  if (Buffer.byteLength(text) > mostBytes) {
    problems.add(path, null, 'too_large', 'this file is larger than 64 kB; split it');
    return null;
  }
  const lines = new LineCounter();
  const read = attempt(() => {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      strict: true,
      uniqueKeys: false,
      merge: false,
      prettyErrors: false,
      lineCounter: lines,
      logLevel: 'error',
    });
    return checked(path, document, lines, problems);
  });
  if ('value' in read) return read.value;
  problems.add(path, null, 'too_deep', 'this file is nested too deeply to be read');
  return null;
}

function checked(path: string, document: Document, lines: LineCounter, problems: Problems): ParsedFile | null {
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  let clean = true;
  const report = (offset: number, code: string, sentence: string) => {
    clean = false;
    problems.add(path, position(offset), code, sentence);
  };
  // The YAML parser reports its own exhausted stack as an error of the text.
  if (document.errors.some(({ message }) => message.includes('call stack'))) throw new RangeError('nested too deeply');
  for (const { message, pos } of document.errors) report(pos[0], 'yaml', sentenceOf(message));
  if (document.errors.length > 0) return null;
  checkNodes(document, report);
  if (!clean) return null;
  return {
    path,
    value: document.toJS({ maxAliasCount: 0 }),
    at: (steps, which = 'value') => position(offsetOf(document, steps, which)),
    has: (steps) => document.hasIn([...steps]),
  };
}

function sentenceOf(message: string): string {
  const [first = ''] = message.split('\n');
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** Walks as far as the path leads; the index of a single value written instead of a list is passed over. */
function offsetOf(document: Document, path: readonly PropertyKey[], which: 'value' | 'key'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
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
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value);
}
