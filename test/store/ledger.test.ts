import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '#domain/canonical-json.ts';
import { appendLedger, ledgerEvents } from '#store/ledger.ts';
import { exportLedger } from '#store/ledger-export.ts';
import { encodeEntry, hashOfLink } from '#store/ledger-link.ts';
import { ledgerEnds, ledgerLinks, verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { ledger, ledgerHeads } from '#store/schema/ledger.ts';
import { type ChainEnds, type LedgerLink, verifyLedger } from '#store/verify-ledger.ts';
import { verifyLedgerExport } from '#store/verify-ledger-export.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const noon = Date.UTC(2026, 10, 30, 12);

/** Five entries, the third about a request and not in ASCII. */
async function smallChain(): Promise<{
  workspaceId: string;
  links: LedgerLink[];
  ends: ChainEnds & { head: { seq: number; hash: string } };
}> {
  const workspaceId = await addWorkspace(database.db, `T-${randomUUID()}`);
  for (let n = 1; n <= 5; n += 1) {
    await database.db.transaction((tx) =>
      appendLedger(tx, {
        workspaceId,
        event: ledgerEvents[n] ?? 'vote_recorded',
        at: new Date(noon + n * 1000),
        ...(n === 3 ? { requestId: randomUUID() } : {}),
        entry: { note: n === 3 ? 'größer → „ja“' : `entry ${n}`, list: [n, null, { deep: true }] },
      }),
    );
  }
  const links = await collect(ledgerLinks(database.db, workspaceId));
  return { workspaceId, links, ends: await ledgerEnds(database.db, workspaceId) };
}

describe('the chain', () => {
  test('verifies as written, from the database and from an export', async () => {
    const { workspaceId, links } = await smallChain();
    const expected = { ok: true, count: 5, head: links[4]?.hash };
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject(expected);
    const lines = exportLedger(database.db, workspaceId, `nonce-of-${workspaceId}`);
    expect(await verifyLedgerExport(lines)).toEqual(expected);
  });

  test('of a workspace where nothing happened yet is empty and whole', async () => {
    const workspaceId = await addWorkspace(database.db, `T-${randomUUID()}`);
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject({ ok: true, count: 0 });
  });

  test('is hashed as documented', () => {
    const frame = { workspace: 'T1', seq: 1, prev_hash: 'sha256:00', at: 'now', event: 'e', request_id: null };
    expect(encodeEntry(frame, { b: 1, a: 'ü' }).toString('utf8')).toBe(
      '{"a":"ü","at":"now","b":1,"event":"e","prev_hash":"sha256:00","request_id":null,"seq":1,"workspace":"T1"}',
    );
    // printf '\0' followed by 32 bytes 0x11 and {} | sha256sum
    expect(hashOfLink(`sha256:${'11'.repeat(32)}`, Buffer.from('{}'))).toBe(
      'sha256:b7c5f9990f72f7577286f78045142f57cf0bfdb5078737459a695dd45a8b533e',
    );
  });

  test('is never dated backwards', async () => {
    const { workspaceId } = await smallChain();
    await appendLedger(database.db, { workspaceId, event: 'hold_placed', at: new Date(noon - 3_600_000), entry: {} });
    const [last] = await database.db.select().from(ledger).where(eq(ledger.workspaceId, workspaceId)).offset(5);
    expect(last?.at).toEqual(new Date(noon + 5000));
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject({ ok: true, count: 6 });
  });

  test('refuses fractions anywhere and keys that it writes itself', async () => {
    const { workspaceId } = await smallChain();
    for (const entry of [{ share: 0.1 }, { deep: [{ share: 1e300 }] }, { seq: 9 }, { n: 2 ** 53 }] as const) {
      const append = appendLedger(database.db, { workspaceId, event: 'tags_set', at: new Date(noon), entry });
      await expect(append).rejects.toThrow(TypeError);
    }
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject({ ok: true, count: 5 });
  });

  test('keeps any entry so that it reads back as it was said', () => {
    const frame = { workspace: 'T1', seq: 1, prev_hash: 'sha256:00', at: 'now', event: 'e', request_id: null };
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.string({ unit: 'grapheme' })),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), tree), (entry) => {
        expect(JSON.parse(encodeEntry(frame, entry).toString('utf8'))).toEqual({ ...entry, ...frame });
      }),
    );
  });
});

describe('a changed chain names the first entry that is wrong', () => {
  test('whatever byte of whatever field is flipped', async () => {
    const { links, ends } = await smallChain();
    let flips = 0;
    for (const [index, link] of links.entries()) {
      for (const changed of everyFlip(link)) {
        flips += 1;
        const verdict = await verifyLedger(links.with(index, changed), ends);
        expect(verdict, JSON.stringify(changed)).toMatchObject({ ok: false, seq: index + 1 });
      }
    }
    expect(flips).toBeGreaterThan(1000);
  });

  test('whatever byte of an export is flipped', async () => {
    const { workspaceId } = await smallChain();
    const lines = await collect(exportLedger(database.db, workspaceId, `nonce-of-${workspaceId}`));
    for (const [index, line] of lines.entries()) {
      for (const changed of flipsOf(Buffer.from(line))) {
        const verdict = await verifyLedgerExport(lines.with(index, changed.toString('utf8')));
        expect(verdict, changed.toString()).toMatchObject(index === 0 ? { ok: false } : { ok: false, seq: index });
      }
    }
  });

  test('whatever entry is missing, doubled, invented or swapped with its neighbour', async () => {
    const { links, ends } = await smallChain();
    for (let index = 0; index < links.length; index += 1) {
      const link = links[index] as LedgerLink;
      const broken = { ok: false, seq: index + 1 };
      expect(await verifyLedger(links.toSpliced(index, 1), ends)).toMatchObject(broken);
      expect(await verifyLedger(links.toSpliced(index, 0, link), ends)).toMatchObject({ ok: false, seq: index + 2 });
      expect(await verifyLedger(links.slice(0, index), ends)).toMatchObject(broken);
      const next = links[index + 1];
      if (next === undefined) continue;
      expect(await verifyLedger(links.toSpliced(index, 2, next, link), ends)).toMatchObject(broken);
    }
  });

  test('when rows are changed behind the back of the triggers', async () => {
    const changes = [
      [sql`delete from ledger where workspace_id = $ws and seq = 2`, 2],
      [sql`delete from ledger where workspace_id = $ws and seq >= 4`, 4],
      [sql`update ledger set event = 'hold_placed' where workspace_id = $ws and seq = 3`, 3],
      [sql`update ledger set at = at + interval '1 ms' where workspace_id = $ws and seq = 1`, 1],
      [sql`update ledger set entry = entry || ' '::bytea where workspace_id = $ws and seq = 5`, 5],
      [sql`update ledger set seq = 9 where workspace_id = $ws and seq = 4`, 4],
      [sql`update ledger_heads set seq = 4 where workspace_id = $ws`, 5],
      [sql`delete from ledger_heads where workspace_id = $ws`, 5],
    ] as const;
    await database.db.execute(sql`alter table ledger disable trigger user`);
    for (const [change, seq] of changes) {
      const { workspaceId } = await smallChain();
      const [text] = change.queryChunks.map((chunk) => String((chunk as unknown as { value: string[] }).value[0]));
      await database.pool.query((text ?? '').replace('$ws', '$1'), [workspaceId]);
      expect(await verifyLedgerOf(database.db, workspaceId), text).toMatchObject({ ok: false, seq });
    }
    await database.db.execute(sql`alter table ledger enable trigger user`);
  });
});

describe('the ledger table', () => {
  test('refuses update, delete and truncate', async () => {
    await smallChain();
    for (const statement of ['update ledger set seq = 9', 'delete from ledger', 'truncate ledger']) {
      await expect(database.pool.query(statement)).rejects.toThrow('append-only');
    }
  });

  test('holds one contiguous chain after 16 appenders at once, some of whom roll back', async () => {
    const workspaceId = await addWorkspace(database.db, `T-${randomUUID()}`);
    const appender = async (writer: number) => {
      for (let n = 0; n < 8; n += 1) {
        const entry = { writer, n };
        const done = database.db.transaction(async (tx) => {
          await appendLedger(tx, { workspaceId, event: 'vote_recorded', at: new Date(noon - n), entry });
          if (writer % 4 === 0 && n % 2 === 0) throw new Error('changed my mind');
        });
        await done.catch((error: Error) => expect(error.message).toBe('changed my mind'));
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, writer) => appender(writer)));
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject({ ok: true, count: 12 * 8 + 4 * 4 });
  });

  test('forgets an entry whose transaction was rolled back, and its number is used again', async () => {
    const { workspaceId, ends } = await smallChain();
    const failed = database.db.transaction(async (tx) => {
      await appendLedger(tx, { workspaceId, event: 'alias_set', at: new Date(noon), entry: {} });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    const [head] = await database.db.select().from(ledgerHeads).where(eq(ledgerHeads.workspaceId, workspaceId));
    expect(head).toMatchObject(ends.head);
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function* everyFlip(link: LedgerLink): Generator<LedgerLink> {
  for (const entry of flipsOf(Buffer.from(link.entry))) yield { ...link, entry };
  for (const hash of flipsOf(Buffer.from(link.hash))) yield { ...link, hash: hash.toString('latin1') };
  for (let bit = 1; bit < 64; bit *= 2) yield { ...link, seq: link.seq ^ bit };
  for (const [name, value] of Object.entries(link.beside ?? {})) {
    if (value === null) yield { ...link, beside: { ...link.beside, [name]: '' } };
    if (typeof value !== 'string') continue;
    for (const text of flipsOf(Buffer.from(value))) {
      yield { ...link, beside: { ...link.beside, [name]: text.toString('latin1') } };
    }
  }
}

function* flipsOf(bytes: Buffer): Generator<Buffer> {
  for (let index = 0; index < bytes.length; index += 1) {
    const flipped = Buffer.from(bytes);
    flipped[index] = (bytes[index] ?? 0) ^ (1 << (index % 8));
    yield flipped;
  }
}
