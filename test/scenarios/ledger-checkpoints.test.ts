import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keptProof } from '#cli/ledger/verify.ts';
import { Population } from '#operations/ledger/population.ts';
import { ledgerLinks, verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const why = 'looked at the evidence, it is fine';

describe('the record of what was decided', () => {
  let scene: Scene;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-checkpoints-'));
  afterEach(async () => {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const posted = () => scene.cards('#ml-digest').filter((text) => text.includes('Ledger checkpoint'));

  it('is signed each day, posted, written outside, and proves itself and its population', async () => {
    scene = await openScene({ checkpoints: { place: folder } });
    await scene.settled();
    expect(posted()).toHaveLength(1);
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    for (const person of ['ben', 'mei', 'tom']) {
      await scene.as(person).types('/mlops approve R-1');
      await scene.as(person).submits({ reason: why });
    }
    await scene.as('rosa').types('/mlops promote home-ranker 13 to production because =cmd|calc is better');
    await scene.as('jon').types('/mlops reject R-2');
    await scene.advance(day);
    await scene.settled();
    expect(posted()).toHaveLength(2);
    expect(posted()[1]).toMatch(/^✓ Ledger checkpoint 2: \d+ entries up to .*, \d+ more than the last\./);
    const names = readdirSync(folder);
    expect(names).toHaveLength(2);
    const { db } = scene.database;
    const kept = keptProof({ checkpoints: [folder], keys: [] });
    const verdict = await verifyLedgerOf(db, 'T0NORTH001', kept);
    expect(verdict).toMatchObject({ ok: true, checkpoints: 2 });
    const inThread = scene.thread('#ml-digest').find((text) => text.includes('countersign checkpoint v1')) ?? '';
    const line = readFileSync(join(folder, names[1] ?? ''), 'utf8').trim();
    expect(inThread).toContain(line);

    const population = new Population();
    for await (const { entry } of ledgerLinks(db, 'T0NORTH001')) {
      population.add(JSON.parse(Buffer.from(entry).toString('utf8')) as Record<string, unknown>);
    }
    const rows = [...population.lines()].map((row) => row.split(','));
    expect(rows.map(([change, kind, action]) => [change, kind, action])).toEqual([
      ['change', 'kind', 'action'],
      ['R-1', 'request', 'promote'],
      ['R-2', 'request', 'promote'],
    ]);
    const [header = [], first = []] = rows;
    const of = (column: string) => first[header.indexOf(column)];
    expect([of('opened_by'), of('outcome'), of('approved_by'), of('replaces')]).toEqual([
      'ana',
      'carried out',
      'ben; mei; tom',
      '5',
    ]);

    writeFileSync(join(folder, 'kept.json'), line.replace('"number\\":2', '"number\\":3'));
    const forged = keptProof({ checkpoints: [join(folder, 'kept.json')], keys: [] });
    expect(await verifyLedgerOf(db, 'T0NORTH001', forged)).toMatchObject({
      ok: false,
      because: 'a kept checkpoint is not usable: its signature does not fit its text and key',
    });
  });
});
