import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HookPlace } from '#cli/hooks/hook-verb.ts';
import { runHookVerb } from '#cli/hooks/run-hook-verb.ts';
import { ConfigError } from '#errors.ts';
import { countRefusals } from '#operations/hooks/count-refusals.ts';
import { readHookSecrets } from '#operations/hooks/read-hook-secrets.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import type { Setting } from '#operations/setting.ts';
import { addHookRefusals } from '#store/hook-refusals.ts';
import { hookRoutes } from '#web/hooks.ts';
import { serveRoutes } from '#web/serve.ts';
import { answerUnrouted } from '#web/unrouted.ts';
import { hookSources } from '../../src/connect-hooks.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let place: HookPlace;
let server: { readonly port: number; readonly stop: () => Promise<void> };
let flush: () => Promise<void>;
const broken = (error: unknown) => {
  throw error;
};
const own = new Set<string>();
const none = { url: null, username: null, password: null, token: null, webhookSecret: null };

beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  const vault = { db, workspaceId: await addWorkspace(db, 'T1'), key: randomBytes(32) };
  const set = await readPlaybooks('playbooks');
  const refusals = countRefusals(Date.now, (rows) => addHookRefusals(db, 'T1', rows), broken);
  const sources = hookSources(set.org, () => none, {
    now: Date.now,
    kept: readHookSecrets(
      vault,
      () => new Date().toISOString(),
      () => performance.now(),
    ),
  });
  const part: Pick<Setting, 'workspaceId' | 'db' | 'sendJob'> = { workspaceId: 'T1', db, sendJob: async () => {} };
  const ears = { onError: broken, onRefused: refusals.count };
  flush = refusals.flush;
  const routes = hookRoutes(part as Setting, sources, ears);
  server = await serveRoutes(routes, answerUnrouted(refusals.count), { host: '127.0.0.1', port: 0 });
  place = { vault, set, publicUrl: null, port: server.port, hasOwnSecret: (id) => own.has(id) };
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

/** What a verb printed, one element a call of `print`. */
async function run(words: readonly string[], during?: (turn: number) => Promise<boolean>): Promise<string[]> {
  const printed: string[] = [];
  let turn = 0;
  const code = await runHookVerb(words, {
    print: (text) => void printed.push(text),
    now: Date.now,
    wait: async () => (await during?.(++turn)) ?? false,
    withPlace: async (work) => await work(place),
  });
  expect(code).toBe(0);
  return printed;
}

/** What the shell line answers, sent as it was printed. */
async function shell(line: string): Promise<string> {
  return (await promisify(execFile)('sh', ['-c', line])).stdout;
}

/** A process that runs may go on for a while with what it has read. */
const answers = async (line: string, status: number) =>
  await expect.poll(() => shell(line), { timeout: 10_000, interval: 200 }).toMatch(new RegExp(`^HTTP/1.1 ${status} `));

const trialIn = (printed: readonly string[]) => printed.join('\n').split('\n').at(-1) ?? '';

describe('countersign hooks', () => {
  let first: string;

  it('add prints the address, the secret once, and a line that works as it stands', async () => {
    first = trialIn(await run(['add', 'mlflow', '--url', 'https://countersign.example/']));
    expect(first).toContain(`'https://countersign.example/hooks/mlflow'`);
    first = first.replace('https://countersign.example', `http://127.0.0.1:${server.port}`);
    expect(await shell(first)).toMatch(/^HTTP\/1\.1 202 [\s\S]*stored/);
    const again = run(['add', 'mlflow']);
    await expect(again).rejects.toThrow(
      'mlflow has a secret, which is not shown again: countersign hooks add mlflow --rotate',
    );
    const { rows } = await database.db.execute(sql`select source from hook_events`);
    expect(rows).toEqual([{ source: 'T1:mlflow' }]);
  });

  it('add --rotate makes another that a running process takes beside the old one, and --at-once in place of it', async () => {
    const [json = ''] = await run(['add', 'mlflow', '--rotate', '--json']);
    const told: unknown = JSON.parse(json);
    expect(told).toMatchObject({ ok: true, connection: 'mlflow', address: null, oldUntil: expect.any(String) });
    await answers(String(Reflect.get(Object(told), 'try')), 202);
    expect(await shell(first)).toMatch(/^HTTP\/1\.1 202 /);
    const printed = await run(['add', 'mlflow', '--rotate', '--at-once']);
    expect(printed.join()).toContain('https://<your host>/hooks/mlflow');
    await answers(first, 401);
    await answers(trialIn(printed), 202);
  });

  it('add names the fix where there is nothing to add', async () => {
    const refusals = [
      [['add'], 'takes one word'],
      [['add', 'evidentl'], 'add {id: …, kind: drift-events} to org.yaml'],
      [['add', 'vertex'], 'is of kind vertex, which signs nothing with a secret'],
      [['add', 'mlflow', '--at-once'], '--at-once goes with --rotate'],
    ] as const;
    for (const [words, sentence] of refusals) await expect(run(words), words.join(' ')).rejects.toThrow(sentence);
    own.add('mlflow');
    await expect(run(['add', 'mlflow', '--rotate'])).rejects.toThrow('COUNTERSIGN_MLFLOW_WEBHOOK_SECRET is set');
    own.clear();
    await expect(run(['add', 'x'])).rejects.toThrow(ConfigError);
    expect(
      await runHookVerb(['poke'], {
        print: () => {},
        now: Date.now,
        wait: async () => false,
        withPlace: async () => expect.unreachable(),
      }),
    ).toBeNull();
  });

  it('tail shows what came, how often, and what was refused, of which nothing is kept', async () => {
    const at = String(Math.floor(Date.now() / 1000) - 3600);
    const post = (path: string, headers: Record<string, string> = {}, body = '{"secret":"of nobody"}') =>
      fetch(`http://127.0.0.1:${server.port}/hooks/${path}`, { method: 'POST', body, headers });
    for (const path of ['mlflow', 'mlflow', 'nobody']) expect((await post(path)).status).toBe(401);
    const signed = { 'x-mlflow-delivery-id': 'd', 'x-mlflow-timestamp': at, 'x-mlflow-signature': 'v1,AAAA' };
    expect((await post('mlflow', signed)).status).toBe(401);
    expect((await post('mlflow', {}, 'x'.repeat(300_000))).status).toBe(413);
    await flush();
    const lines = await run(['tail']);
    const of = (text: string) => lines.filter((line) => line.includes(text));
    expect(of('trial-')).not.toHaveLength(0);
    for (const line of of('trial-'))
      expect(line).toMatch(
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}mlflow {2}trial-\d+ {2}\d+ B {2}stored(, came \d times)?$/,
      );
    expect(of('not signed')[0]).toMatch(/ {2}mlflow {2}2 deliveries refused since \d\d:00: not signed$/);
    expect(of('the signature is wrong')).toHaveLength(1);
    expect(of('larger than 256 kB')).toHaveLength(1);
    expect(of('no connection  1 delivery refused')).toHaveLength(1);
    const times = lines.map((line) => line.slice(0, 20));
    expect(times.toSorted()).toEqual(times);
    const { rows } = await database.db.execute(sql`select * from hook_refusals`);
    expect(JSON.stringify(rows)).not.toContain('of nobody');
    expect((await run(['tail', 'vertex'])).join()).toMatch(/^Nothing came in since /);
    expect(await run(['tail', '--connection', 'mlflow', '--limit', '1', '--json'])).toSatisfy((all: string[]) =>
      all.every((line) => ['event', 'refused'].includes(JSON.parse(line).kind)),
    );
  });

  it('tail --follow shows what comes and what becomes of it, each once', async () => {
    const hook = { source: 'T1:mlflow', raw: Buffer.from('{}'), hash: 'h' };
    const lines = await run(['tail', '--since', '2h', '--follow'], async (turn) => {
      if (turn === 1)
        await database.db.execute(
          sql`insert into hook_events (source, external_id, body_hash, raw) values (${hook.source}, ${'late\u001b[2J\n'}, ${hook.hash}, ${hook.raw})`,
        );
      if (turn === 2)
        await database.db.execute(
          sql`update hook_events set handled_at = now(), state = 'unknown_model', because = 'No model is called x.', repeats = 1 where external_id like 'late%'`,
        );
      return turn < 4;
    });
    expect(lines.filter((line) => line.includes('late')).map((line) => line.split('  ').slice(2).join('|'))).toEqual([
      'late·[2J·|2 B|stored',
      'late·[2J·|2 B|unknown model, came 2 times: No model is called x.',
    ]);
    await expect(run(['tail', '--since', 'yesterday'])).rejects.toThrow('--since yesterday is no time');
    await expect(run(['tail', '--limit', '0'])).rejects.toThrow('--limit 0 is no number');
    await expect(run(['tail', 'nobody'])).rejects.toThrow('no connection of the playbooks in force is called nobody');
  });
});
