import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, migrationsFolder, pendingMigrations } from '#store/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('migrations', () => {
  test('a database that had them all has none pending, an empty one has all', async () => {
    expect(await pendingMigrations(database.db)).toEqual([]);
    await database.db.execute(sql`drop schema drizzle cascade`);
    expect(await pendingMigrations(database.db)).toEqual(
      readdirSync(migrationsFolder)
        .filter((file) => file.endsWith('.sql'))
        .map((file) => file.replace('.sql', '')),
    );
  });

  test('two releases at once apply each migration once', async () => {
    await database.db.execute(sql`drop schema public cascade`);
    await database.db.execute(sql`create schema public`);
    await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    expect(await pendingMigrations(database.db)).toEqual([]);
    const applied = await database.db.execute(sql`select hash from drizzle.__drizzle_migrations`);
    expect(applied.rows).toHaveLength(readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql')).length);
  });

  test('an estimate of before says that it is known, or that it was not', async () => {
    const file = readFileSync(join(migrationsFolder, '0017_read_once.sql'), 'utf8');
    const estimates = await database.db.transaction(async (tx) => {
      await tx.execute(sql`create temporary table requests (retraining jsonb) on commit drop`);
      for (const estimate of [
        { amount: '1.5', currency: 'EUR', from: 'a bill' },
        null,
        { known: false, because: 'x' },
      ]) {
        await tx.execute(sql`insert into requests values (${JSON.stringify({ pipeline: 'p', estimate })}::jsonb)`);
      }
      await tx.execute(sql`insert into requests values (null)`);
      await tx.execute(sql.raw(file.split('--> statement-breakpoint').at(-1) ?? ''));
      return (await tx.execute(sql`select retraining -> 'estimate' as estimate from requests`)).rows;
    });
    const known = { known: true, amount: '1.5', least: '1.5', most: '1.5', currency: 'EUR' };
    expect(estimates.map(({ estimate }) => estimate)).toHaveLength(4);
    expect(estimates.map(({ estimate }) => estimate)).toEqual(
      expect.arrayContaining([
        { ...known, from: 'past_runs', basis: 'a bill' },
        { known: false, because: 'Nothing told what a run costs when this was asked for.' },
        { known: false, because: 'x' },
        null,
      ]),
    );
  });

  test('say all that the schema says', () => {
    const project = join(import.meta.dirname, '../..');
    const copy = mkdtempSync(join(tmpdir(), 'drizzle-'));
    try {
      cpSync(migrationsFolder, copy, { recursive: true });
      const kit = join(project, 'node_modules/drizzle-kit/bin.cjs');
      const flags = ['--dialect=postgresql', '--schema=./src/store/schema/*.ts', '--casing=snake_case'];
      // It puts `./` before whatever `out` is.
      const out = `--out=${relative(project, copy)}`;
      const said = execFileSync(process.execPath, [kit, 'generate', ...flags, out], { cwd: project, encoding: 'utf8' });
      expect(said).toContain('No schema changes');
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
