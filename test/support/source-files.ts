import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

interface Import {
  /** As it is written. */
  readonly from: string;
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** As `src/slack/listen.ts`. */
  readonly path: string;
  /** The folder below `src`, or null for the wiring at its top. */
  readonly room: string | null;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

/** Every TypeScript file below `src`. */
export function sourceFiles(): readonly SourceFile[] {
  return globSync('src/**/*.ts')
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(path, 'utf8')));
}

export function sourceFile(path: string, text: string): SourceFile {
  const [, first = '', ...below] = path.split('/');
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  const imports = [
    ...[...code.matchAll(statement)].map(([, type, from = '']) => ({ from, typeOnly: type !== undefined })),
    ...[...code.matchAll(dynamic)].map(([, from = '']) => ({ from, typeOnly: false })),
  ];
  return { path, room: below.length === 0 ? null : first, text, code, imports };
}

/** Where an import of a file leads: a file below `src`, or a package by its name. */
export function target(file: SourceFile, from: string): { file: string } | { package: string } {
  if (from.startsWith('#')) return { file: `src/${from.slice(1)}` };
  if (from.startsWith('.')) return { file: relative('.', join(dirname(file.path), from)).replaceAll('\\', '/') };
  if (from.startsWith('node:')) return { package: from };
  return {
    package: from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}
