import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFile, sourceFiles, target } from './support/source-files.ts';

interface Room {
  /** Other rooms whose files it may import. */
  readonly rooms: readonly string[];
  /** Rooms of which it may import types, and the named files. */
  readonly typesOf?: Readonly<Record<string, readonly string[]>>;
  readonly packages: readonly string[];
  /** Which of Node's own modules; `any` unless it is a core room. */
  readonly node: 'any' | readonly string[];
}

/** Who may import whom. Everyone may import `#errors.ts`. */
const rooms: Readonly<Record<string, Room>> = {
  domain: { rooms: [], packages: [], node: ['node:crypto'] },
  playbook: { rooms: ['domain'], packages: ['zod', 'yaml'], node: [] },
  cost: { rooms: ['domain'], packages: ['zod'], node: [] },
  maturity: { rooms: ['domain'], packages: ['zod'], node: [] },
  charts: { rooms: ['domain'], packages: ['d3-scale', 'd3-shape'], node: [] },
  views: { rooms: ['domain', 'charts'], packages: ['zod', '@slack/types'], node: [] },
  digest: {
    rooms: ['domain'],
    typesOf: { views: ['src/views/wording.ts', 'src/views/cost-wording.ts'] },
    packages: [],
    node: [],
  },
  store: { rooms: ['domain'], packages: ['drizzle-orm', 'pg'], node: 'any' },
  adapters: {
    rooms: ['domain'],
    packages: [
      'zod',
      'yaml',
      'google-auth-library',
      '@google-cloud/billing',
      '@google-cloud/bigquery',
      '@duckdb/node-api',
      '@resvg/resvg-js',
      '@expo-google-fonts/inter',
    ],
    node: 'any',
  },
  operations: {
    rooms: ['domain', 'playbook', 'cost', 'maturity', 'digest', 'store'],
    typesOf: { views: ['src/views/wording.ts'] },
    packages: [],
    node: 'any',
  },
  jobs: {
    rooms: ['domain', 'playbook', 'cost', 'maturity', 'charts', 'views', 'operations', 'store'],
    packages: ['pg-boss', 'node-cron', 'drizzle-orm'],
    node: 'any',
  },
  slack: {
    rooms: ['domain', 'views', 'operations'],
    packages: ['@slack/bolt', '@slack/types', '@slack/web-api', 'zod'],
    node: 'any',
  },
  web: { rooms: ['domain', 'views', 'operations'], packages: ['zod'], node: 'any' },
  cli: { rooms: ['domain', 'playbook', 'views', 'operations'], packages: ['zod'], node: 'any' },
  sandbox: {
    rooms: ['domain', 'views'],
    packages: ['ws', 'yaml', 'zod', 'ml-random-forest', 'vega-datasets', '@duckdb/node-api'],
    node: 'any',
  },
};

const core = ['domain', 'playbook', 'cost', 'maturity', 'digest', 'charts', 'views'];
const mayLoadSandbox = ['src/main.ts', 'src/demo.ts', 'src/sandbox-alone.ts'];
const wiringOnly = [
  'src/config.ts',
  'src/config-variables.ts',
  'src/connection-secrets.ts',
  'src/secret.ts',
  'src/log.ts',
];

/** What reaches for the world. `new Date(x)` of something given is none of it. */
const impurities: Readonly<Record<string, RegExp>> = {
  clock: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.|\bTemporal\.Now\b/,
  chance: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/,
  process: /\bprocess\.\w|\bglobalThis\b|\bimport\.meta\b/,
  network: /\bfetch\(|\bWebSocket\b|\bEventSource\b/,
  timer: /\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/,
  output: /\bconsole\.\w/,
};

/** What is wrong with one file's imports, a sentence each. */
function importProblems(file: SourceFile): readonly string[] {
  const room = file.room === null ? null : rooms[file.room];
  return file.imports.flatMap(({ from, typeOnly }) => {
    const to = target(file, from);
    const no = (why: string) => [`${file.path} imports ${from}: ${why}`];
    if ('package' in to) {
      if (room === null || room === undefined) return [];
      if (to.package.startsWith('node:')) {
        const allowed = room.node === 'any' || room.node.includes(to.package);
        return allowed ? [] : no(`${file.room} is pure`);
      }
      return room.packages.includes(to.package) ? [] : no(`${file.room} may not use that package`);
    }
    const [, first = '', ...below] = to.file.split('/');
    if (below.length === 0) {
      if (wiringOnly.includes(to.file) && file.room !== null) return no('only the wiring reads configuration and logs');
      if (file.room === null) return [];
      return from === '#errors.ts' ? [] : no('of the top-level files, rooms may import #errors.ts alone');
    }
    if (first === file.room) return from.startsWith('#') ? no('inside a room this is written ./') : [];
    if (from.startsWith('.') && file.room !== null) return no('into another room this is written #room/');
    if (first === 'sandbox')
      return mayLoadSandbox.includes(file.path) ? [] : no('nothing that runs for real may load the sandbox');
    if (room === null || room === undefined || room.rooms.includes(first)) return [];
    const files = room.typesOf?.[first];
    if (files === undefined) return no(`${file.room} may not know ${first}`);
    return typeOnly || files.includes(to.file) ? [] : no(`${file.room} may know only the types of ${first}`);
  });
}

const files = sourceFiles();
const inRoom = (name: string) => files.filter(({ room }) => room === name);

describe('the rooms', () => {
  it('are those of the table, and none is empty', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(rooms).sort());
    for (const name of Object.keys(rooms)) expect(inRoom(name).length, `files seen in src/${name}`).toBeGreaterThan(0);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });

  it('import only what they may', () => {
    expect(files.flatMap(importProblems)).toEqual([]);
  });

  it('are listed in docs/architecture.md as they are here', () => {
    const text = readFileSync('docs/architecture.md', 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$/gm)].map(([, name, may, packages]) => [
      name,
      listed(may),
      listed(packages),
    ]);
    const expected = Object.entries(rooms).map(([name, room]) => [
      name,
      [...room.rooms, ...Object.keys(room.typesOf ?? {}).map((other) => `${other} (types)`)].sort(),
      [...room.packages].sort(),
    ]);
    expect(rows).toEqual(expected);
  });

  it.each(core)('%s touches no clock, chance, process, network or file', (name) => {
    const found = inRoom(name).flatMap(({ path, code }) =>
      Object.entries(impurities).flatMap(([what, shape]) => (shape.test(code) ? [`${path}: ${what}`] : [])),
    );
    expect(found).toEqual([]);
  });
});

function listed(cell = ''): readonly string[] {
  return cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '–')
    .sort();
}

describe('the test of the rooms', () => {
  const problems = (path: string, text: string) => importProblems(sourceFile(path, text)).length;

  it.each([
    ['src/domain/a.ts', "import { z } from 'zod';"],
    ['src/domain/a.ts', "import { b } from '#store/b.ts';"],
    ['src/views/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/slack/a.ts', "import { db } from '#store/database.ts';"],
    ['src/web/a.ts', "import { App } from '@slack/bolt';"],
    ['src/jobs/a.ts', "import type { App } from '@slack/bolt';"],
    ['src/operations/a.ts', "import { card } from '#views/approval-request.ts';"],
    ['src/slack/a.ts', "import {\n  b,\n  c,\n} from '#adapters/b.ts';"],
    ['src/slack/a.ts', "const b = await import('#store/b.ts');"],
    ['src/slack/a.ts', "export { b } from '#store/b.ts';"],
    ['src/slack/a.ts', "import { b } from '#slack/b.ts';"],
    ['src/slack/a.ts', "import { b } from '../views/b.ts';"],
    ['src/jobs/a.ts', "import { readConfig } from '#config.ts';"],
    ['src/jobs/a.ts', "import { keyFor } from '#keys.ts';"],
    ['src/app.ts', "import { start } from '#sandbox/start.ts';"],
    ['src/slack/a.ts', "import '#sandbox/start.ts';"],
  ])('sees that %s may not %s', (path, text) => {
    expect(problems(path, text)).toBe(1);
  });

  it.each([
    ['src/operations/a.ts', "import type { Card } from '#views/approval-request.ts';"],
    ['src/operations/a.ts', "import { listed } from '#views/wording.ts';"],
    ['src/slack/commands/a.ts', "import { b } from '../b.ts';"],
    ['src/store/a.ts', "import { Refusal } from '#errors.ts';"],
    ['src/app.ts', "import { a } from '#slack/a.ts';\nimport { b } from './config.ts';"],
    ['src/domain/a.ts', "// as import { z } from 'zod' would\n/* import { b } from '#store/b.ts' */"],
  ])('lets %s say %s', (path, text) => {
    expect(problems(path, text)).toBe(0);
  });

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'process.env', "fetch('x')", 'setTimeout(f)', 'console.log()'])(
    'sees what %s reaches for',
    (code) => {
      expect(Object.values(impurities).filter((shape) => shape.test(code))).toHaveLength(1);
    },
  );

  it('lets the core work with instants that it is given', () => {
    expect(Object.values(impurities).filter((shape) => shape.test('new Date(ms) and Date.parse(text)'))).toEqual([]);
  });
});

describe('file names', () => {
  const names = globSync(['src/**/*', 'test/**/*.ts'], { exclude: ['test/golden/**'] }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const vague = /^(utils?|helpers?|common|misc|base|managers?|services?|types|constants)$/;

  it('are kebab-case and say what is inside', () => {
    expect(names.length).toBeGreaterThan(300);
    const wrong = names.filter((path) => {
      const name = basename(path);
      const words = name.split('.')[0]?.split('-') ?? [];
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(name) || words.some((word) => vague.test(word));
    });
    expect(wrong).toEqual([]);
  });

  it('export by name and never wholesale', () => {
    const wrong = files.filter(({ code }) => /^export default\b|^export \*/m.test(code)).map(({ path }) => path);
    expect(wrong).toEqual([]);
  });
});

/**
 * Folders whose `index.ts` is a list: of every object with an anatomy that the files export, or of every file with a
 * mark in its code.
 */
const registries: Readonly<Record<string, { readonly anatomy: readonly string[] } | { readonly mark: RegExp }>> = {
  'src/digest/sections': { anatomy: ['name', 'title', 'say'] },
  'src/maturity/signals': { anatomy: ['id', 'formula', 'measure'] },
  'src/slack/commands': { anatomy: ['name', 'usage', 'run'] },
  'src/slack/actions': { mark: /satisfies Partial<Handlers</ },
  'src/playbook/predicates': { anatomy: ['name', 'schema', 'judge'] },
  'src/playbook/evidence': { anatomy: ['kind', 'schema', 'judge'] },
  'src/adapters/registries': { anatomy: ['kind', 'pretend', 'connect'] },
  'src/adapters/pipelines': { anatomy: ['kind', 'pretend', 'connect'] },
  'src/cli/playbooks': { anatomy: ['name', 'usage', 'run'] },
  'src/cli/hooks': { anatomy: ['name', 'usage', 'run'] },
  'src/jobs/effects': { mark: /\): EffectPerformer\b/ },
  'src/sandbox/slack/methods': { anatomy: ['name', 'scopes', 'run'] },
};

describe('a folder that is a list', () => {
  it('is the only one with an index.ts', () => {
    const indexes = files.filter(({ path }) => basename(path) === 'index.ts').map(({ path }) => path);
    expect(indexes.sort()).toEqual(
      Object.keys(registries)
        .map((folder) => `${folder}/index.ts`)
        .sort(),
    );
  });

  it.each(Object.entries(registries))('%s lists everything that is in it', async (folder, registry) => {
    const inside = readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name !== 'index.ts')
      .map((entry) => (entry.isDirectory() ? `${entry.name}/${entry.name}.ts` : entry.name))
      .filter((name) => existsSync(`${folder}/${name}`));
    const lacks = (what: string) => `${folder}/index.ts lacks a line for ${what}`;
    const missing: string[] = [];
    if ('mark' in registry) {
      const index = readFileSync(`${folder}/index.ts`, 'utf8');
      const members = inside.filter((name) => registry.mark.test(readFileSync(`${folder}/${name}`, 'utf8')));
      expect(members.length).toBeGreaterThan(0);
      missing.push(...members.filter((name) => !index.includes(`'./${name}'`)).map((name) => lacks(`./${name}`)));
    } else {
      const list = Object.values(await exportsOf(`${folder}/index.ts`)).find((value) => typeof value === 'object');
      const known = new Set<unknown>(Object.values(list as object));
      expect(known.size).toBeGreaterThan(0);
      for (const name of inside) {
        for (const [exported, value] of Object.entries(await exportsOf(`${folder}/${name}`))) {
          const member = typeof value === 'object' && value !== null && registry.anatomy.every((key) => key in value);
          if (member && !known.has(value)) missing.push(lacks(`${exported} of ./${name}`));
          if (member) known.delete(value);
        }
      }
      // Commands that a function makes, as help, are known only by the list.
      expect(known.size, 'listed, but exported by no file').toBeLessThanOrEqual(1);
    }
    expect(missing).toEqual([]);
  });
});

async function exportsOf(path: string): Promise<Record<string, unknown>> {
  return (await import(/* @vite-ignore */ `${process.cwd()}/${path}`)) as Record<string, unknown>;
}
