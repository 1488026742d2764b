import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { effectLimits } from '#jobs/effect-performer.ts';
import { countOpenEffects, intendEffect } from '#store/effects.ts';
import { effects } from '#store/schema/delivery.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const limits = { ...effectLimits, leaseMs: 2_400, timeoutMs: 600, graceMs: 600, lagMs: 200 };
const script = join(import.meta.dirname, '../support/effect-worker.script.ts');
const fastStart = new URL('../support/fast-start.script.ts', import.meta.url).href;

interface Landed {
  readonly effect: string;
  readonly channel: string;
  readonly at: number;
}

/** Over real HTTP: of 100 posts, 5 are put off, 5 dropped, 8 not answered and 8 applied after their caller gave up. */
function pretendProvider(): { server: Server; landed: Landed[] } {
  const landed: Landed[] = [];
  let posts = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const effect = searchParams.get('effect') ?? '';
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (pathname === '/find') {
      const visible = Date.now() - (effect.charCodeAt(0) % 8) * 20;
      return answer(200, landed.find((one) => one.effect === effect && one.at <= visible) ?? {});
    }
    const sentAt = Number(searchParams.get('sent'));
    posts += 1;
    // A step of 37 visits all hundred residues, spread evenly.
    const fate = (posts * 37) % 100;
    const land = () => {
      const at = Date.now();
      // However busy the machine is, what is not through within the grace never comes through.
      const through = at < sentAt + limits.timeoutMs + limits.graceMs;
      if (through) landed.push({ effect, channel: searchParams.get('channel') ?? '', at });
      return through ? answer(200, { at }) : request.socket.destroy();
    };
    if (fate < 5) return answer(429, {});
    if (fate < 10) return request.socket.destroy();
    if (fate < 26) request.socket.destroy();
    if (fate < 18 || fate >= 26) return land();
    return setTimeout(land, limits.timeoutMs + 150);
  });
  return { server, landed };
}

async function killWorkersUntilDone(
  database: FreshDatabase,
  looksUp: boolean,
  want: number,
): Promise<{ kills: number; landed: Landed[] }> {
  const { server, landed } = pretendProvider();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workspaceId = await addWorkspace(database.db, `T-${randomUUID()}`);
  for (let n = 0; n < want; n += 1) {
    const id = randomUUID();
    const orderKey = `${workspaceId}-${n % 15}`;
    await intendEffect(database.db, { id, workspaceId, kind: 'pretend.post', orderKey, idemKey: id, payload: {} });
  }
  const over = new AbortController();
  let kills = 0;
  const live = async (patienceMs: number) => {
    for (let life = 0; !over.signal.aborted; life += 1) {
      const flags = [database.url, provider, JSON.stringify(limits), looksUp ? 'yes' : 'no'];
      const worker = spawn(process.execPath, ['--import', fastStart, script, ...flags], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(worker);
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      await Promise.race([gone, new Promise((resolve) => worker.stdout.once('data', resolve))]);
      // The fourth is left alone, so that a busy machine comes to an end.
      const untilMs = life < 3 ? patienceMs : Number.POSITIVE_INFINITY;
      for (let lived = 0; lived < untilMs && !over.signal.aborted; lived += 10) await sleep(10);
      worker.kill('SIGKILL');
      kills += 1;
      await gone;
    }
  };
  const workers = [live(250), live(700)];
  while ((await countOpenEffects(database.db, [workspaceId])) > 0) await sleep(50);
  // What was sent by the killed may still be on its way.
  await sleep(limits.timeoutMs + limits.graceMs);
  over.abort();
  await Promise.all(workers);
  server.closeAllConnections();
  server.close();
  return { kills, landed };
}

let database: FreshDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database.close();
});

describe('two workers killed with SIGKILL again and again, over real PostgreSQL and HTTP', { timeout: 90_000 }, () => {
  test('leave every message exactly once, in order', async () => {
    const { kills, landed } = await killWorkersUntilDone(database, true, 30);
    const rows = await database.db.select().from(effects).orderBy(asc(effects.seq));
    expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'confirmed'));
    expect(landed.map((one) => one.effect).toSorted()).toEqual(rows.map((row) => row.id).toSorted());
    for (const channel of new Set(landed.map((one) => one.channel))) {
      const shown = landed.filter((one) => one.channel === channel).toSorted((a, b) => a.at - b.at);
      expect(shown.map((one) => one.effect)).toEqual(
        rows.filter((row) => row.orderKey === channel).map((row) => row.id),
      );
    }
    expect(kills).toBeGreaterThan(3);
  });

  test('would double some if nobody looked first', async () => {
    const { landed } = await killWorkersUntilDone(database, false, 14);
    expect(landed.length).toBeGreaterThan(new Set(landed.map((one) => one.effect)).size);
  });
});
