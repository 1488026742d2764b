import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '#errors.ts';
import { type HookVault, keepHookSecret, type Rotation } from '#operations/hooks/keep-hook-secret.ts';
import { readHookSecrets } from '#operations/hooks/read-hook-secrets.ts';
import { seal, unseal } from '#operations/hooks/seal.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const hourMs = 3_600_000;
const start = Date.parse('2026-11-28T12:00:00Z');
let database: FreshDatabase;
let vault: HookVault;
let nowMs: number;
let tickMs: number;
beforeEach(async () => {
  database = await freshDatabase();
  vault = { db: database.db, workspaceId: await addWorkspace(database.db, 'T1'), key: randomBytes(32) };
  nowMs = start;
  tickMs = 0;
});
afterEach(() => database.close());

const now = () => new Date(nowMs).toISOString();
const reader = (from = vault) => readHookSecrets(from, now, () => tickMs);
const make = (rotation: Rotation = 'no', id = 'evidently') =>
  keepHookSecret(vault, id, { rotation, form: 'whsec', now: now() });

async function made(rotation: Rotation = 'no', id = 'evidently'): Promise<string> {
  const answer = await make(rotation, id);
  if (!answer.kept) throw new Error(answer.because);
  return answer.secret;
}

describe('the secret of a hook', () => {
  it('is kept encrypted, and read by whoever has the key', async () => {
    expect(await reader()('evidently')).toEqual([]);
    const secret = await made();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await reader()('evidently')).toEqual([secret]);
    expect(await reader()('another')).toEqual([]);
    const { rows } = await database.db.execute(sql`select encode(sealed, 'escape') as sealed from hook_secrets`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6, 20));
    const hex = await keepHookSecret(vault, 'mlflow', { rotation: 'no', form: 'hex', now: now() });
    expect(hex).toMatchObject({ kept: true, secret: expect.stringMatching(/^[0-9a-f]{64}$/), oldUntil: null });
  });

  it('cannot be read under another key, nor in the place of another', async () => {
    await made();
    await made('no', 'other');
    await expect(reader({ ...vault, key: randomBytes(32) })('evidently')).rejects.toThrow(ConfigError);
    await database.db.execute(
      sql`update hook_secrets set sealed = (select sealed from hook_secrets where connection = 'other')`,
    );
    await expect(reader()('evidently')).rejects.toThrow('COUNTERSIGN_SECRET is another one than when it was made');
    await expect(reader()('other')).resolves.toHaveLength(1);
  });

  it('is believed for a day after it was replaced, or not at all', async () => {
    const first = await made();
    nowMs += hourMs;
    expect(await make()).toEqual({ kept: false, because: 'has-one' });
    const second = await made('slowly');
    expect(await reader()('evidently')).toEqual([second, first]);
    nowMs += 24 * hourMs - 1;
    expect(await reader()('evidently')).toEqual([second, first]);
    nowMs += 1;
    expect(await reader()('evidently')).toEqual([second]);
    const third = await made('slowly');
    const fourth = await made('at_once');
    expect(await reader()('evidently')).toEqual([fourth]);
    expect([first, second, third]).not.toContain(fourth);
    const { rows } = await database.db.execute(sql`select 1 from hook_secrets`);
    expect(rows).toHaveLength(1);
    expect(await make('slowly').then((answer) => answer.kept && answer.oldUntil)).toBe(
      new Date(nowMs + 24 * hourMs).toISOString(),
    );
    expect(await make('slowly', 'none')).toEqual({ kept: false, because: 'has-none' });
  });

  it('is made once by two who make it at the same time', async () => {
    const both = await Promise.all([make(), make(), make()]);
    expect(both.filter(({ kept }) => kept)).toHaveLength(1);
  });

  it('is taken by a process that runs: within 5 s, and within 1 s of a signature that fits nothing', async () => {
    const read = reader();
    const first = await made();
    expect(await read('evidently')).toEqual([first]);
    const second = await made('at_once');
    tickMs += 999;
    expect(await read('evidently', { inVain: true })).toEqual([first]);
    tickMs += 1;
    expect(await read('evidently')).toEqual([first]);
    expect(await read('evidently', { inVain: true })).toEqual([second]);
    const third = await made('at_once');
    tickMs += 4_999;
    expect(await read('evidently')).toEqual([second]);
    tickMs += 1;
    expect(await read('evidently')).toEqual([third]);
  });

  it('is asked for again after the database failed', async () => {
    const secret = await made();
    let fails = true;
    const flaky = new Proxy(database.db, {
      get: (db, name) => {
        if (name === 'select' && fails) throw new Error('no database');
        return Reflect.get(db, name);
      },
    });
    const read = reader({ ...vault, db: flaky });
    await expect(read('evidently')).rejects.toThrow('no database');
    fails = false;
    expect(await read('evidently')).toEqual([secret]);
  });
});

describe('what is sealed', () => {
  const key = randomBytes(32);

  it('opens as it was, and not if any byte of it was changed', () => {
    const sealed = seal(key, 'wörds', 'row 1');
    expect(unseal(key, sealed, 'row 1')).toBe('wörds');
    expect(unseal(key, sealed, 'row 2')).toBeNull();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(key, changed, 'row 1'), `byte ${at}`).toBeNull();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(unseal(key, sealed.subarray(0, length), 'row 1'), `length ${length}`).toBeNull();
    }
    expect(seal(key, 'wörds', 'row 1').equals(sealed)).toBe(false);
  });
});
