import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activateFirstPlaybooks, activatePlaybooks } from '#operations/playbooks/activate-playbooks.ts';
import { followPlaybooks, startPlaybooks } from '#operations/playbooks/playbooks-in-force.ts';
import { readChangedPlaybooks, readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { portableSet, setDigest } from '#playbook/portable-set.ts';
import { runInlineTests } from '#playbook/trial/run-inline-tests.ts';
import { recordWorkspace } from '#store/workspaces.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';

const at = '2036-11-26T10:00:00.000Z';

describe('the playbooks in force', { timeout: 30_000 }, () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await recordWorkspace(database.db, { id: 'T1', name: 'One', installNonce: 'a nonce' });
  });
  afterAll(() => database.close());

  it('are, once stored and read back, the same set by which the same inline tests pass', async () => {
    await expect(followPlaybooks(database.db, 'T1')).rejects.toThrow('no playbooks are in force');
    const followed = await startPlaybooks(database.db, 'T1', 'playbooks', at);
    const { set, digest, number } = followed.playbooks();
    const read = await readPlaybooks('playbooks');
    expect(number).toBe(1);
    expect(digest).toBe(setDigest(read));
    expect(set).toEqual(JSON.parse(JSON.stringify(portableSet(read))));
    const failed = runInlineTests(set).filter(({ passed }) => !passed);
    expect(failed).toEqual([]);
    expect(runInlineTests(set).length).toBe(runInlineTests(read).length);
  });

  it('are the same whatever folder they were read from', async () => {
    const folder = await playbooksFolder();
    const moved = await readChangedPlaybooks(folder.path);
    expect(moved).toMatchObject({ ok: true, digest: setDigest(await readPlaybooks('playbooks')) });
    await folder.edit('people.yaml', 'product: {people: [tom]}', 'product: {people: [tom, lea]}');
    expect(await readChangedPlaybooks(folder.path)).not.toMatchObject({
      digest: setDigest(await readPlaybooks('playbooks')),
    });
    await folder.remove();
    expect(await readChangedPlaybooks(folder.path)).toMatchObject({ ok: false, problems: [{ code: 'no_folder' }] });
  });

  it('are followed when another set comes into force, and read again only then', async () => {
    const followed = await followPlaybooks(database.db, 'T1');
    const before = followed.playbooks();
    expect(await followed.refreshPlaybooks()).toBe(before);
    const changed = { ...before.set, people: { ...before.set.people, owner: 'risk' } };
    await database.db.transaction((tx) => activatePlaybooks(tx, 'T1', changed, { by: 'a test', at }));
    expect(followed.playbooks()).toBe(before);
    expect(await followed.refreshPlaybooks()).toMatchObject({ number: 2, set: { people: { owner: 'risk' } } });
    expect(await activateFirstPlaybooks(database.db, 'T1', before.set, { by: 'a test', at })).toBe(false);
  });
});
