import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { canonicalJson } from '#domain/canonical-json.ts';
import { ConfigError } from '#errors.ts';
import { verdictOf } from '#operations/load-request.ts';
import { requests } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const workspace = 'T0NORTH001';

describe('countersign playbooks, on the record', { timeout: 60_000 }, () => {
  let scene: Scene;
  const folders: string[] = [];
  beforeAll(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    for (const person of ['ben', 'mei']) await approve(person, 'R-1');
    await scene.as('kim').types('/mlops promote churn-early-warning 3 to production because it finds more');
    for (const person of ['ben', 'tom']) await approve(person, 'R-2');
  }, 60_000);
  afterAll(async () => {
    await scene.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const approve = async (person: string, request: string) => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };

  const run = async (...argv: readonly string[]) => {
    const lines: string[] = [];
    const exit = await runVerb(argv, {
      folder: 'playbooks',
      print: (text) => void lines.push(text),
      withRecord: (work) => work({ db: scene.database.db, workspaceIds: [workspace], now: scene.app.setting.now() }),
    });
    return { exit, text: lines.join('\n') };
  };
  /** The shipped playbooks, changed in one place. */
  const changed = (file: string, from: string, to: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-replay-'));
    folders.push(folder);
    cpSync('playbooks', folder, { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
    return folder;
  };

  it('explain says in words what is missing, who could give it, and what every rule has', async () => {
    const { exit, text } = await run('explain', 'R-1');
    expect(exit).toBe(0);
    expect(text).toMatch(/^R-1: promote fraud-scorer 7 to production, code [0-9A-Z]{4}-[0-9A-Z]{2}$/m);
    expect(text).toContain('As judged now, 2036-11-26 10:00 UTC, by “Fraud models to production”.');
    expect(text).toContain('… Waiting: Needs 1 more from Product (tom).');
    expect(text).toContain('› To be approved by 2036-12-01 10:00 UTC.');
    expect(text).toContain(
      'could give it\n  … 1 more from Product for “Product accepts the change for customers”: tom could give it.\n',
    );
    expect(text).toContain('  … If tom approved now, it would be approved.');
    expect(text).toContain(
      "  ✓ Risk has challenged it: 1 of 1 from Risk.\n    ✓ Risk: mei\n    ✓ “Ranks at least as well as today's model” passed: 0.912 against 0.904 - 0.002",
    );
    expect((await run('explain', 'r1')).text).toBe(text);
    expect((await run('explain', '1')).text).toBe(text);
  });

  it('explain shows a request that is over as it was decided', async () => {
    const { text } = await run('explain', 'R-2');
    expect(text).toContain('It was carried out and read back; as it was decided at 2036-11-26 10:00 UTC');
    expect(text).toContain('✓ Approved by tom and ben.');
    expect(text).not.toContain('What is missing');
  });

  it('explain prints canonical JSON', async () => {
    const { text } = await run('explain', 'R-1', '--json');
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    expect(text).not.toContain('marked');
    expect(JSON.parse(text)).toMatchObject({
      request: 'R-1',
      status: 'waiting',
      because: 'Needs 1 more from product (tom).',
      missing: [{ what: 'seat', roles: ['product'], count: 1, could_be_given_by: ['tom'] }],
      would_approve: ['tom'],
      would_approve_is_smallest: true,
    });
    expect((await run('explain', 'R-1', '--json')).text).toBe(text);
  });

  it.each([
    [[], 'say which request, as `explain R-12`'],
    [['twelve'], '"twelve" is no request: write it as R-12, r12 or 12'],
    [['R-99'], 'there is no request R-99: `/mlops requests` lists them'],
    [['R-1', '--workspace', 'T1'], `Countersign has no record of T1: known are ${workspace}`],
  ])('explain %j could not run, and says why', async (words, sentence) => {
    await expect(run('explain', ...words)).rejects.toThrow(new ConfigError([sentence]));
  });

  it('replay gives what was recorded under the same playbooks', async () => {
    const { exit, text } = await run('replay');
    expect(exit).toBe(0);
    expect(text.split('\n')).toEqual([
      'Replayed under playbooks: 2 decisions since 2036-08-28 10:00 UTC',
      '✓ R-1 promote fraud-scorer 7 to production: the same.',
      '✓ R-2 promote churn-early-warning 3 to production: the same.',
      '✓ 0 looser, 0 tighter, 2 the same',
    ]);
  });

  it('replay names what would be approved first, and fails', async () => {
    const without = changed(
      'promotion-critical.yaml',
      '  - name: Product accepts the change for customers\n    needs: {people: {from: product}}\n',
      '',
    );
    const { exit, text } = await run('replay', '--with', without);
    expect(exit).toBe(1);
    expect(text.split('\n')[1]).toBe(
      '✗ R-1 promote fraud-scorer 7 to production: looser: it was not approved and would be. “Product accepts the change for customers” would no longer be asked.',
    );
    expect(text).toContain('✗ 1 looser, 0 tighter, 1 the same');
    const json: unknown = JSON.parse((await run('replay', '--with', without, '--json')).text);
    expect(json).toMatchObject({
      folder: without,
      looser: [{ request: 'R-1', was: 'waiting', would_be: 'approved', reproduced: true }],
      tighter: [],
      same: [{ request: 'R-2' }],
    });
  });

  it('replay does not fail where it is only tighter', async () => {
    const more = changed('promotion-churn.yaml', 'people: {from: credit-ml}', 'people: {from: credit-ml, count: 2}');
    const { exit, text } = await run('replay', '--with', more);
    expect(exit).toBe(0);
    expect(text).toMatch(/… R-2 .*: tighter: it was approved and would not be\. .*“A colleague from churn/);
  });

  it('replay says what it cannot reproduce', async () => {
    const { db } = scene.database;
    const [row] = await db.select().from(requests).where(eq(requests.number, 1));
    if (row === undefined) throw new Error('there is no R-1');
    const verdict = { ...verdictOf(row), status: 'approved' };
    await db.update(requests).set({ verdict }).where(eq(requests.number, 1));
    const { text } = await run('replay');
    await db.update(requests).set({ verdict: row.verdict }).where(eq(requests.number, 1));
    expect(text).toContain('✗ R-1 cannot be reproduced: judged again by what was in force then');
    expect(text).toContain('1 that cannot be reproduced');
  });

  it('replay takes a time or how long ago', async () => {
    expect((await run('replay', '--since', '2036-12-24')).text).toContain('0 decisions since 2036-12-24 00:00 UTC');
    expect((await run('replay', '--since', '1h')).text).toContain('2 decisions');
    await expect(run('replay', '--since', 'lately')).rejects.toThrow(/--since lately is no time: write how long ago/);
  });
});
