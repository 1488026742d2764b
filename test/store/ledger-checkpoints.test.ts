import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { type Checkpoint, checkpointDigest, type SignedCheckpoint, signCheckpoint } from '#domain/ledger-checkpoint.ts';
import { appendLedger } from '#store/ledger.ts';
import { addCheckpoint } from '#store/ledger-checkpoints.ts';
import { exportLedger } from '#store/ledger-export.ts';
import { ledgerEnds, verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { verifyLedgerExport } from '#store/verify-ledger-export.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const noon = Date.UTC(2026, 10, 30, 12);
const { privateKey } = generateKeyPairSync('ed25519');

async function append(workspaceId: string, n: number): Promise<void> {
  const at = new Date(noon + n * 60_000);
  await database.db.transaction((tx) => appendLedger(tx, { workspaceId, event: 'tags_set', at, entry: { n } }));
}

/** Six entries, with a checkpoint after every second one. */
async function signedChain() {
  const workspaceId = await addWorkspace(database.db, `T-${randomUUID()}`);
  const kept: SignedCheckpoint[] = [];
  for (let n = 1; n <= 6; n += 1) {
    await append(workspaceId, n);
    if (n % 2 === 0) kept.push(await sign(workspaceId, kept));
  }
  return { workspaceId, kept };
}

async function sign(workspaceId: string, kept: readonly SignedCheckpoint[]): Promise<SignedCheckpoint> {
  const { head } = await ledgerEnds(database.db, workspaceId);
  const last = kept.at(-1);
  const checkpoint: Checkpoint = {
    workspace: workspaceId,
    number: kept.length + 1,
    ...head,
    at: new Date(noon + head.seq * 60_000).toISOString(),
    previous: last === undefined ? null : checkpointDigest(last),
  };
  const signed = signCheckpoint(checkpoint, privateKey);
  await addCheckpoint(database.db, checkpoint, signed);
  return signed;
}

async function exported(workspaceId: string, span = {}): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLedger(database.db, workspaceId, `nonce-of-${workspaceId}`, span)) lines.push(line);
  return lines;
}

/** Changes rows as somebody would who may do anything in the database. */
async function asSuperuser(...statements: readonly string[]): Promise<void> {
  for (const table of ['ledger', 'ledger_checkpoints'])
    await database.pool.query(`alter table ${table} disable trigger user`);
  for (const statement of statements) await database.pool.query(statement);
  for (const table of ['ledger', 'ledger_checkpoints'])
    await database.pool.query(`alter table ${table} enable trigger user`);
}

/** Writes the end of a chain anew, whole and consistent: what only a checkpoint can tell. */
async function rewriteFrom(workspaceId: string, seq: number): Promise<void> {
  await asSuperuser(
    `delete from ledger where workspace_id = '${workspaceId}' and seq >= ${seq}`,
    `update ledger_heads h set seq = l.seq, hash = l.hash, at = l.at from ledger l
      where h.workspace_id = '${workspaceId}' and l.workspace_id = h.workspace_id and l.seq = ${seq - 1}`,
  );
  for (let n = seq; n <= 6; n += 1) await append(workspaceId, n + 100);
}

describe('signed checkpoints', () => {
  test('hold with the chain, from the database and from an export', async () => {
    const { workspaceId, kept } = await signedChain();
    const proof = { checkpoints: kept, keys: [kept[0]?.key ?? ''] };
    expect(await verifyLedgerOf(database.db, workspaceId, proof)).toMatchObject({ ok: true, count: 6, checkpoints: 3 });
    expect(await verifyLedgerExport(await exported(workspaceId), proof)).toMatchObject({ ok: true, count: 6 });
  });

  test('hold with a part of the chain, which says after which entry it begins', async () => {
    const { workspaceId, kept } = await signedChain();
    const span = { from: new Date(noon + 3 * 60_000), to: new Date(noon + 6 * 60_000) };
    const lines = await exported(workspaceId, span);
    expect(lines).toHaveLength(1 + 3 + 3);
    expect(await verifyLedgerExport(lines, { checkpoints: kept })).toMatchObject({ ok: true, count: 3 });
    const forged = lines.with(2, lines[3] ?? '');
    expect(await verifyLedgerExport(forged)).toMatchObject({ ok: false, seq: 4 });
    const none = await exported(workspaceId, { from: new Date(noon + 99 * 60_000) });
    expect(await verifyLedgerExport(none)).toMatchObject({ ok: true, count: 0 });
  });

  test('tell a chain that was rewritten whole, at the first entry that was signed otherwise', async () => {
    const { workspaceId } = await signedChain();
    await rewriteFrom(workspaceId, 3);
    const because = 'a signed checkpoint says that its hash was another';
    expect(await verifyLedgerOf(database.db, workspaceId)).toEqual({ ok: false, seq: 4, because });
    expect(await verifyLedgerExport(await exported(workspaceId))).toEqual({ ok: false, seq: 4, because });
  });

  test('tell a tail that was cut off together with its head', async () => {
    const { workspaceId } = await signedChain();
    await asSuperuser(
      `delete from ledger where workspace_id = '${workspaceId}' and seq > 5`,
      `update ledger_heads h set seq = 5, hash = l.hash from ledger l
        where h.workspace_id = '${workspaceId}' and l.workspace_id = h.workspace_id and l.seq = 5`,
    );
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject({ ok: false, seq: 6 });
    expect(await verifyLedgerExport(await exported(workspaceId))).toMatchObject({ ok: false, seq: 6 });
  });

  test('that are themselves cut off or written anew are told by those that were kept outside', async () => {
    const { workspaceId, kept } = await signedChain();
    await asSuperuser(`delete from ledger_checkpoints where workspace_id = '${workspaceId}' and number = 3`);
    await rewriteFrom(workspaceId, 5);
    expect(await verifyLedgerOf(database.db, workspaceId)).toMatchObject({ ok: true });
    const missing = { ok: false, because: 'kept checkpoint 3 is missing here: the end was cut off' };
    expect(await verifyLedgerOf(database.db, workspaceId, { checkpoints: kept.slice(2) })).toMatchObject(missing);
    expect(await verifyLedgerExport(await exported(workspaceId), { checkpoints: kept })).toMatchObject(missing);
    await sign(workspaceId, kept.slice(0, 2));
    const fork = { ok: false, because: 'kept checkpoint 3 says something else than the one here: a fork' };
    expect(await verifyLedgerOf(database.db, workspaceId, { checkpoints: kept })).toMatchObject(fork);
  });

  test('by a key that nobody kept are told where the true one was', async () => {
    const { workspaceId, kept } = await signedChain();
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
    const verdict = await verifyLedgerOf(database.db, workspaceId, {
      keys: [Buffer.from(other, 'base64url').toString('base64')],
    });
    expect(verdict).toMatchObject({
      ok: false,
      because: expect.stringMatching(/^checkpoint 1 .*none of those given$/),
    });
    expect(await verifyLedgerOf(database.db, workspaceId, { keys: [kept[0]?.key ?? ''] })).toMatchObject({ ok: true });
  });

  test('are told whatever character of whatever line of an export is changed', async () => {
    const { workspaceId } = await signedChain();
    const lines = await exported(workspaceId);
    for (let index = 7; index < lines.length; index += 1) {
      const line = lines[index] ?? '';
      for (let at = 0; at < line.length; at += 3) {
        const changed = `${line.slice(0, at)}${line[at] === 'x' ? 'y' : 'x'}${line.slice(at + 1)}`;
        expect(await verifyLedgerExport(lines.with(index, changed)), changed).toMatchObject({ ok: false });
      }
      expect(await verifyLedgerExport(lines.toSpliced(index, 1)), 'missing').toMatchObject(
        index === lines.length - 1 ? { ok: true } : { ok: false },
      );
    }
    expect(await verifyLedgerExport(lines.with(7, lines[8] ?? '').with(8, lines[7] ?? ''))).toMatchObject({
      ok: false,
    });
  });

  test('refuse to be changed, and are canonical', async () => {
    const { kept } = await signedChain();
    expect(canonicalJson(JSON.parse(kept[0]?.text ?? ''))).toBe(kept[0]?.text);
    for (const statement of ['update ledger_checkpoints set seq = 9', 'delete from ledger_checkpoints']) {
      await expect(database.pool.query(statement)).rejects.toThrow('append-only');
    }
  });
});
