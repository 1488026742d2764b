import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requests, votes } from '#store/schema/request.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('nobody approves what is their own', { timeout: 60_000 }, () => {
  let folder: PlaybooksFolder;
  let scene: Scene;
  beforeEach(async () => {
    folder = await playbooksFolder();
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const promote = (version: string) =>
    scene.as('ana').types(`/mlops promote fraud-scorer ${version} to production because better recall on EU cards`);
  const refusals = async () =>
    (
      await scene.database.db.execute(sql`
        select entry::jsonb ->> 'code' as code, entry::jsonb -> 'actor' as actor
        from (select convert_from(entry, 'UTF8') as entry from ledger where event = 'decision_refused' order by seq) as refused`)
    ).rows;
  /** A version that is as good as the seeded one, whose run a machine's account started. */
  const trainedBy = (user: string) =>
    scene.mlflow.outside.addVersion('fraud-scorer', {
      user,
      metrics: { auc: 0.915, recall: 0.82, p99_latency_ms: 80 },
      datasets: { 'region=EU': { recall: 0.82 }, 'region=UK': { recall: 0.81 }, 'region=US': { recall: 0.83 } },
    });

  it('D16 by a second account, which is the same person who asked', async () => {
    await folder.edit('people.yaml', '{slack: U0ANA0001,', '{slack: [U0ANA0001, U0KIM0010],');
    await folder.edit('people.yaml', '{slack: U0KIM0010,', '{slack: U0NOBODY4,');
    scene = await openScene({ playbooks: folder.path });
    await promote('7');
    await scene.as('kim').presses('Approve…');
    expect(scene.as('kim').modal()).toContain('You asked for this, so your approval cannot fill a seat.');
    expect(scene.as('kim').modal()).not.toContain('[Approve]');
    await scene.as('kim').types('/mlops approve R-1');
    const actor = { person: 'ana', slackUser: 'U0KIM0010', actingFor: null };
    expect(await refusals()).toEqual([
      { code: 'requester', actor },
      { code: 'requester', actor },
    ]);
    expect(await scene.database.db.$count(votes)).toBe(0);
  });

  it('D16 nor what a stranger trained, where much is at stake: it is blocked until somebody says who that is', async () => {
    await folder.edit('promotion-critical.yaml', 'distinct: {unknown_people: flag}\n', '');
    scene = await openScene({ playbooks: folder.path });
    trainedBy('svc-nightly');
    await promote('8');
    expect(scene.card()).toContain('svc-nightly, who is not in people.yaml');
    expect(scene.card()).not.toContain('[Approve…]');
    for (const person of ['ben', 'mei', 'tom']) {
      await scene.as(person).types('/mlops approve R-1');
      if ((scene.as(person).modal() ?? '').includes('[Approve]')) await scene.as(person).submits({ reason: why });
    }
    const [request] = await scene.database.db.select().from(requests);
    const unknown = { code: 'people_unknown' };
    expect(request).toMatchObject({ state: 'open', verdict: { status: 'blocked', blocks: [unknown, unknown] } });
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  it('D16 says on the card whose work it is not known to be, where the playbook only marks that', async () => {
    scene = await openScene({ playbooks: folder.path });
    trainedBy('svc-nightly');
    await promote('8');
    expect(scene.card()).toContain('[Approve…]');
    expect(scene.card()).toMatch(/› Not known who worked on it: .*svc-nightly, who is not in people\.yaml\./);
  });
});
