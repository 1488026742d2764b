import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { ConfigError, PlaybookError } from '#errors.ts';
import { ledger } from '#store/schema/ledger.ts';
import { profiles } from '#store/schema/workspace.ts';
import { recordWorkspace } from '#store/workspaces.ts';
import { freshDatabase } from '../support/database.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const workspaceId = 'T0NORTH001';
const reason = 'five days were too many';

describe('countersign playbooks propose', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  beforeEach(async () => {
    folder = await playbooksFolder();
    scene = await openScene({ playbooks: folder.path });
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const run = async (...argv: readonly string[]) => {
    const lines: string[] = [];
    const { now, newId, sendJob } = scene.app.setting;
    const exit = await runVerb(argv, {
      folder: folder.path,
      print: (text) => void lines.push(text),
      withRecord: () => Promise.reject(new Error('not needed')),
      withProgram: (work) => work({ workspaceId, db: scene.database.db, now, newId, sendJob }),
    });
    await scene.settled();
    return { exit, text: lines.join('\n') };
  };
  const tighten = () => folder.edit('promotion-critical.yaml', 'expires_after: 5d', 'expires_after: 4d');

  it('opens the request that a person would, whose card the running program shows', async () => {
    await tighten();
    const { exit, text } = await run('propose', '--author', 'tom@northwind.example', '--reason', reason);
    expect(exit).toBe(0);
    expect(text).toMatch(
      /^✓ R-1 \([0-9A-Z]{4}-[0-9A-Z]{2}\) proposes playbook set 2 in place of set 1\n {2}must agree: Risk\n/,
    );
    expect(scene.card()).toMatch(/^# Change the playbooks\? Set 2 for set 1\nProposed by Tom Lindqvist/);
    expect(scene.card()).toContain(reason);
    await scene.as('mei').presses('Approve…');
    await scene.as('mei').submits({ reason: 'agreed, five were too many' });
    expect(scene.card()).toMatch(/^# In force: playbook set 2/);
    const entries = await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq));
    const opened = entries.find(({ event }) => event === 'request_opened')?.entry.toString('utf8') ?? '{}';
    expect(JSON.parse(opened)).toMatchObject({ actor: { person: 'tom' }, change: { via: 'command line' } });
  });

  it('finds the people Slack was not asked about yet once the program runs', async () => {
    await scene.database.db.delete(profiles);
    await tighten();
    await run('propose', '--author', 'tom', '--reason', reason);
    expect(scene.card()).toMatch(/… Risk: 1 more from @U0JON0004 or @U0MEI0003/);
  });

  it('says so in JSON, and when there is nothing to propose', async () => {
    const nothing = await run('propose', '--author', 'tom', '--reason', reason);
    expect(nothing).toMatchObject({ exit: 0, text: expect.stringContaining('nothing to propose') });
    await tighten();
    const { text } = await run('propose', '--author', 'tom', '--reason', reason, '--json');
    expect(JSON.parse(text)).toMatchObject({
      ok: true,
      request: 'R-1',
      set: 2,
      needs: ['risk'],
      channel: '#ml-approvals',
    });
  });

  it('cannot run for strangers, without a reason, twice, or with a broken folder', async () => {
    await tighten();
    await expect(run('propose', '--reason', reason)).rejects.toThrow(/needs --author/);
    await expect(run('propose', '--author', 'nobody', '--reason', reason)).rejects.toThrow(ConfigError);
    await expect(run('propose', '--author', 'tom', '--reason', 'because')).rejects.toThrow(/10 characters/);
    await run('propose', '--author', 'tom', '--reason', reason);
    await expect(run('propose', '--author', 'tom', '--reason', reason)).rejects.toThrow(
      /R-1 proposes this very change/,
    );
    await folder.edit('promotion-critical.yaml', 'expires_after: 4d', 'expries_after: 4d');
    await expect(run('propose', '--author', 'tom', '--reason', reason)).rejects.toThrow(PlaybookError);
  });

  it('activate brings nothing but a first set into force', async () => {
    expect(await run('activate')).toMatchObject({ exit: 0, text: expect.stringContaining('is in force already') });
    await tighten();
    await expect(run('activate')).rejects.toThrow(/playbook set 1 is in force already.*propose/);
    expect((await scene.app.setting.refreshPlaybooks()).number).toBe(1);
  });
});

it('countersign playbooks activate brings a first set into force, on the record', { timeout: 30_000 }, async () => {
  const database = await freshDatabase();
  const { db } = database;
  try {
    await recordWorkspace(db, { id: workspaceId, name: 'Northwind', installNonce: 'a nonce' });
    const lines: string[] = [];
    const exit = await runVerb(['activate', '--json'], {
      folder: 'playbooks',
      print: (text) => void lines.push(text),
      withRecord: () => Promise.reject(new Error('not needed')),
      withProgram: (work) =>
        work({
          workspaceId,
          db,
          now: () => '2036-11-26T10:00:00.000Z',
          newId: () => '',
          sendJob: async () => {},
        }),
    });
    expect(exit).toBe(0);
    expect(JSON.parse(lines.join())).toMatchObject({ ok: true, activated: true, set: 1 });
    const [entry] = await db.select().from(ledger);
    expect(entry?.event).toBe('playbooks_activated');
    expect(JSON.parse(entry?.entry.toString('utf8') ?? '{}')).toMatchObject({
      number: 1,
      by: 'command line',
      previous: null,
    });
  } finally {
    await database.close();
  }
});
