import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'countersign-modules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ours = JSON.stringify(pathToFileURL(join(process.cwd(), 'src/module-loading.ts')));

/** What a fresh Node without any environment prints. */
function printed(code: string): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { env: {} });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout.toString());
}

/** Whether compiled code is kept in this `node_modules`; something is loaded, so that there is something to keep. */
function keeps(modules: string): unknown {
  return printed(`
    const { keepCompiledCode } = await import(${ours});
    console.log(keepCompiledCode(${JSON.stringify(modules)}));
    await import(${JSON.stringify(pathToFileURL(join(process.cwd(), 'src/errors.ts')))});
  `);
}

function modulesOf(name: string): string {
  const modules = join(folder, name);
  mkdirSync(modules);
  return modules;
}

describe('compiled code', () => {
  it('is kept where node_modules is ours, and the next start has nothing to add', () => {
    const modules = modulesOf('ours');
    expect(keeps(modules)).toBe(true);
    const files = () =>
      readdirSync(join(modules, '.cache/countersign'), { recursive: true, encoding: 'utf8' }).toSorted((a, b) =>
        a < b ? -1 : 1,
      );
    const kept = files();
    expect(kept.length).toBeGreaterThan(1);
    expect(keeps(modules)).toBe(true);
    expect(files()).toEqual(kept);
  });

  it('is not kept where node_modules belongs to somebody else', () => {
    // Root can give a folder away; others find one of root.
    const root = process.geteuid?.() === 0;
    const modules = root ? modulesOf('theirs') : '/usr';
    if (root) chownSync(modules, 65_534, 65_534);
    expect(keeps(modules)).toBe(false);
    expect(existsSync(join(modules, '.cache'))).toBe(false);
  });

  it('is not kept where nothing can be written, and that keeps nothing from starting', () => {
    const modules = modulesOf('unwritable');
    writeFileSync(join(modules, '.cache'), 'a file where a folder would have to be');
    expect(keeps(modules)).toBe(false);
    expect(keeps(join(folder, 'missing'))).toBe(false);
  });
});

describe('the files of drizzle-orm', () => {
  /** How often Node itself is asked where one of them lies, and what was loaded. */
  const loaded = (before: string) =>
    printed(`
      import { registerHooks } from 'node:module';
      const { resolveDirectly } = await import(${ours});
      let asked = 0;
      registerHooks({
        resolve: (specifier, context, next) => {
          if (specifier.startsWith('.') && context.parentURL?.includes('/drizzle-orm/')) asked += 1;
          return next(specifier, context);
        },
      });
      ${before};
      const [whole, sql, node] = await Promise.all(
        ['drizzle-orm', 'drizzle-orm/sql', 'drizzle-orm/node-postgres'].map((name) => import(name)),
      );
      console.log(JSON.stringify({ asked, names: Object.keys(whole), one: whole.SQL === sql.SQL, node: Object.keys(node) }));
    `) as { asked: number; names: readonly string[]; one: boolean; node: readonly string[] };

  it('are found without asking, and are the same', () => {
    const slowly = loaded('');
    const directly = loaded('resolveDirectly()');
    expect(slowly.asked).toBeGreaterThan(50);
    expect(directly).toEqual({ ...slowly, asked: 0 });
    expect(directly.one).toBe(true);
  });
});

describe('the modules of the program', () => {
  /** Where each import of them leads, and in which format, as whoever asks Node or our hooks hears it. */
  const resolved = (before: string) =>
    printed(`
      import { registerHooks } from 'node:module';
      const { resolveDirectly } = await import(${ours});
      const source = new URL('.', ${ours}).href;
      let asked = 0;
      const found = new Map();
      registerHooks({
        resolve: (specifier, context, next) => {
          if (context.parentURL?.startsWith(source)) asked += 1;
          return next(specifier, context);
        },
      });
      ${before};
      registerHooks({
        resolve: (specifier, context, next) => {
          const { url, format } = next(specifier, context);
          if (context.parentURL?.startsWith(source)) found.set(context.parentURL + ' ' + specifier, url + ' ' + format);
          return { url, format, shortCircuit: true };
        },
      });
      await import(new URL('app.ts', source));
      console.log(JSON.stringify({ asked, found: [...found].sort() }));
    `) as { asked: number; found: readonly (readonly [string, string])[] };

  it('are found as Node would find them, and packages once', () => {
    const slowly = resolved('');
    const directly = resolved('resolveDirectly()');
    expect(slowly.found.length).toBeGreaterThan(1_000);
    expect(directly.found).toEqual(slowly.found);
    expect(slowly.asked).toBeGreaterThan(1_000);
    expect(directly.asked).toBeLessThan(100);
  });
});
