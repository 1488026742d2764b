import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLog } from '../src/log.ts';
import { freshDatabase } from './support/database.ts';

function logged(write: (log: ReturnType<typeof openLog>) => void): string {
  const lines: string[] = [];
  write(openLog('debug', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

const { privateKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const keyBody = privateKey.split('\n')[1] ?? '';

/** What is written, and the part of it that must not be seen. */
const secrets: readonly (readonly [string, string, string])[] = [
  ['a bot token', 'xoxb-1234567890-abcDEF', 'abcDEF'],
  ['a user token', 'xoxp-1234567890-abcDEF', 'abcDEF'],
  ['a refresh token', 'xoxe-1-abcDEF', 'abcDEF'],
  ['an app-level token', 'xapp-1-A012-345-abcDEF', 'abcDEF'],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_DEF-ghi', 'abc_DEF'],
  ['a private key', privateKey, keyBody],
  ['a bearer header', 'Authorization: Bearer abc.DEF~ghi+/==', 'abc.DEF'],
  ['a basic header', 'authorization: Basic dXNlcjpodW50ZXIy', 'dXNlcjpodW50ZXIy'],
  ['a password of PostgreSQL', 'postgresql://countersign:hunter2@db.example:5432/x', 'hunter2'],
  ['a password without a user', 'postgres://:hunter2@db/x', 'hunter2'],
  ['a password of MLflow', 'https://bot:hunter2@mlflow.example/api', 'hunter2'],
];

describe('the log', () => {
  it.each(secrets)('never prints %s, wherever it stands', (_, written, secret) => {
    const text = logged((log) => {
      log.info(`said: ${written}.`);
      log.warn({ url: written, deep: { er: [{ value: written }] } }, 'constant');
      log.error({ err: new Error(`failed at ${written}`) }, 'constant');
      log.error({ err: new Error('outer', { cause: new Error(`inner ${written}`) }) }, 'constant');
      log.error({ err: Object.assign(new Error('with a field'), { request: written }) }, 'constant');
      log.child({ request: written }).error('from a child');
    });
    expect(text).not.toContain(secret);
    expect(text.match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(6);
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('never prints a field that is named like a secret', () => {
    const text = logged((log) => {
      const value = 'hunter2';
      log.info({
        token: value,
        password: value,
        secret: value,
        authorization: value,
        m: { token: value, password: value },
      });
    });
    expect(text).not.toContain('hunter2');
  });

  it('never prints a Slack token whatever stands around it', () => {
    const around = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(around, fc.stringMatching(/^[A-Za-z0-9-]{10,60}$/), around, (before, token, after) => {
        const text = logged((log) => log.info({ said: `${before} xoxb-${token} ${after}` }));
        expect(text).not.toContain(`xoxb-${token}`);
      }),
    );
  });

  it('leaves alone what is no secret', () => {
    const said = 'https://mlflow.example:5000/a@b, 10:30@noon, R-12 K7QF-92, a basis, a bear';
    expect(logged((log) => log.info(said))).toContain(said);
  });

  it('keeps message and stack of every cause', () => {
    const err = new Error('outer', { cause: new Error('middle', { cause: new Error('inner') }) });
    const text = logged((log) => log.error({ err }, 'constant'));
    for (const part of ['outer', 'middle', 'inner', 'log.test.ts']) expect(text).toContain(part);
  });

  it('says which query failed, and not what people wrote into it', async () => {
    const database = await freshDatabase();
    try {
      const words = 'we do not trust $& the EU slice';
      const query = database.db.execute(sql`select * from nowhere_at_all where reason = ${words}`);
      const err = await Promise.resolve(query).catch((error: unknown) => error);
      expect(String(err)).toContain(words);
      for (const error of [err, new Error('outer', { cause: err })]) {
        const text = logged((log) => log.error({ err: error }, 'constant'));
        expect(text).not.toContain('EU slice');
        expect(text).toContain('Failed query: select * from nowhere_at_all where reason = $1');
        expect(text).toContain('relation \\"nowhere_at_all\\" does not exist');
        expect(text).toMatch(/\\n\s+at /);
      }
    } finally {
      await database.close();
    }
  });
});
