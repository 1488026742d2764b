import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { requestGenerations, requests, votes } from '#store/schema/request.ts';
import { forceInForce } from '../support/playbooks-folder.ts';
import { openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('people decide on what they saw', { timeout: 60_000 }, () => {
  let scene: Scene;
  const folders: string[] = [];
  const open = async (options: SceneOptions = {}) => {
    scene = await openScene(options);
  };
  afterEach(async () => {
    await scene.close();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  const ask = (version = '7') =>
    scene.as('ana').types(`/mlops promote fraud-scorer ${version} to production because better recall on EU cards`);
  const vote = async (person: string, request = 'R-1') => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  const approve = async (request = 'R-1') => {
    for (const person of ['ben', 'mei', 'tom']) await vote(person, request);
  };
  const reread = async () => {
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
    await scene.settled();
  };
  const rows = () => scene.database.db.select().from(requests).orderBy(asc(requests.number));
  const states = async () => (await rows()).map(({ state }) => state);
  const cast = () => scene.database.db.select().from(votes).orderBy(asc(votes.id));
  /** Every vote was given for a code that its request had at that time. */
  const votesHaveTheirCode = async () => {
    const known = (await scene.database.db.select().from(requestGenerations)).map(
      ({ requestId, generation, code }) => `${requestId} ${generation} ${code}`,
    );
    for (const { requestId, generation, code } of await cast()) {
      expect(known).toContain(`${requestId} ${generation} ${code}`);
    }
  };
  const codeOf = (card: string) => /code `?([0-9A-Z]{4}-[0-9A-Z]{2})/.exec(card)?.[1] ?? 'no code';
  const playbooks = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'playbooks-'));
    folders.push(folder);
    await cp('playbooks', folder, { recursive: true });
    return folder;
  };
  const edit = async (folder: string, file: string, from: string, to: string) => {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  };
  /** From now on two people of risk have to agree. */
  const tighten = async (folder: string) => {
    await edit(
      folder,
      'promotion-critical.yaml',
      '{people: {from: risk}, evidence',
      '{people: {from: risk, count: 2}, evidence',
    );
    await forceInForce(scene, folder);
  };
  /** Keeps the program from judging anything anew by itself. */
  const judgeLater = () =>
    scene.database.db.execute(sql`
      create function later() returns trigger language plpgsql as
        'begin new.start_after := now() + interval ''1 hour''; return new; end';
      create trigger later before insert on pgboss.job for each row when (new.name in ('settle-request', 'read-registry')) execute function later()`);

  it('a rollback of what was replaced since is refused, and nothing is recorded', async () => {
    await open();
    await ask();
    await approve();
    await scene.as('mei').presses('Roll back…');
    expect(scene.as('mei').modal()).toContain('from v7 back to v5');
    await scene.advance(60_000);
    const regions = { 'region=EU': { recall: 0.82 }, 'region=UK': { recall: 0.81 }, 'region=US': { recall: 0.83 } };
    const metrics = { auc: 0.915, recall: 0.82, p99_latency_ms: 80 };
    scene.mlflow.outside.addVersion('fraud-scorer', { user: 'ana', metrics, datasets: regions });
    await ask('8');
    for (const person of ['ben', 'jon', 'tom']) await vote(person, 'R-2');
    expect(scene.alias('fraud-scorer', 'production')).toBe('8');
    await scene.as('mei').submits({ reason: 'false positives doubled in an hour' });
    expect(scene.as('mei').modal()).toMatch(/`production` of fraud-scorer was changed since you were asked/);
    expect(scene.as('mei').modal()).toContain('nothing was recorded');
    expect(await states()).toEqual(['verified', 'verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('8');
  });

  it('a rollback to what is not what it was is refused, whichever step finds it', async () => {
    await open();
    await ask();
    await approve();
    await scene.as('mei').presses('Roll back…');
    scene.mlflow.outside.setVersionTag('fraud-scorer', '5', 'countersign.digest.code', `sha256:${'0'.repeat(64)}`);
    await scene.as('mei').submits({ reason: 'false positives doubled in an hour' });
    expect(scene.as('mei').modal()).toContain('v5 is no longer what it was when v7 replaced it');
    await scene.as('jon').types('/mlops rollback fraud-scorer production');
    expect(scene.as('jon').modal() ?? scene.as('jon').told()).toContain('v5 is no longer what it was');
    expect(await states()).toEqual(['verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('a modal opened before the playbooks were tightened records no vote', async () => {
    const folder = await playbooks();
    await open({ playbooks: folder });
    await ask();
    await vote('ben');
    const before = codeOf(scene.card());
    await scene.as('mei').presses('Approve…');
    expect(scene.as('mei').modal()).toContain(before);
    await scene.restart({ beforeStart: () => tighten(folder) });
    await scene.settled();
    await scene.as('mei').submits({ reason: why });
    const after = codeOf(scene.card());
    expect(after).not.toBe(before);
    expect(scene.as('mei').modal()).toContain(`now stands for code ${after}`);
    expect(await cast()).toMatchObject([{ person: 'ben', code: before }]);
    expect(scene.card()).toMatch(/Risk: 2 more/);
    for (const person of ['mei', 'tom']) await vote(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await vote('jon');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    await votesHaveTheirCode();
  });

  it('the last vote under the old rules is refused although nothing was judged anew yet', async () => {
    const folder = await playbooks();
    await open({ playbooks: folder });
    await ask();
    for (const person of ['ben', 'tom']) await vote(person);
    const before = codeOf(scene.card());
    await scene.as('mei').presses('Approve…');
    await scene.restart({
      beforeStart: async () => {
        await tighten(folder);
        await judgeLater();
      },
    });
    expect(codeOf(scene.card())).toBe(before);
    await scene.as('mei').submits({ reason: why });
    expect(scene.as('mei').modal()).toMatch(/What you were shown has changed: request R-1 now stands for code/);
    expect(scene.as('mei').modal()).toContain('nothing was recorded');
    expect((await cast()).map(({ person }) => person)).toEqual(['ben', 'tom']);
    expect(await states()).toEqual(['open']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await votesHaveTheirCode();
  });

  it('a card of the old rules opens nothing to sign, and is judged anew', async () => {
    const folder = await playbooks();
    await open({ playbooks: folder });
    await ask();
    const before = codeOf(scene.card());
    await scene.restart({
      beforeStart: async () => {
        await tighten(folder);
        await judgeLater();
      },
    });
    await scene.settled();
    expect(codeOf(scene.card())).toBe(before);
    await scene.database.db.execute(
      sql`drop trigger later on pgboss.job; delete from pgboss.job where state = 'created'`,
    );
    await scene.as('mei').presses('Approve…');
    const after = /now stands for code ([0-9A-Z]{4}-[0-9A-Z]{2})/.exec(scene.as('mei').modal() ?? '')?.[1];
    expect(scene.as('mei').modal()).not.toContain('[Approve]');
    expect(after).not.toBe(before);
    expect(codeOf(scene.card())).toBe(after);
    expect(scene.card()).toMatch(/Risk: 2 more/);
    expect(await cast()).toEqual([]);
  });

  it('a request blocked by unknown contributors can be approved once the registry names them', async () => {
    const folder = await playbooks();
    await edit(
      folder,
      'promotion-critical.yaml',
      'distinct: {unknown_people: flag}',
      'distinct: {unknown_people: block}',
    );
    await open({ playbooks: folder });
    await ask();
    expect(scene.card()).toMatch(/^# Blocked: fraud-scorer v7 to production/);
    expect(scene.card()).toContain('It is not known who contributed to this version');
    expect(scene.card()).not.toContain('[Approve…]');
    scene.mlflow.outside.setVersionTag('fraud-scorer', '7', 'countersign.contributors', 'ana, jon');
    await reread();
    expect(scene.card()).toMatch(/^# Promote fraud-scorer v7 to production\?/);
    expect(scene.card()).toContain('[Approve…]');
    await scene.as('jon').presses('Approve…');
    expect(scene.as('jon').modal()).toContain('so your approval cannot fill a seat');
    await approve();
    expect(await states()).toEqual(['verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    await votesHaveTheirCode();
  });

  it('a part that the playbook does not digest changes, and the approvals stand', async () => {
    await open();
    await ask();
    await vote('ben');
    const { subjectDigest } = (await rows())[0] ?? {};
    scene.mlflow.outside.setVersionTag('fraud-scorer', '7', 'countersign.digest.data', `sha256:${'0'.repeat(64)}`);
    await reread();
    expect(await states()).toEqual(['open']);
    expect((await rows())[0]?.subjectDigest).toBe(subjectDigest);
    await vote('mei');
    await vote('tom');
    expect(await states()).toEqual(['verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('a request whose version is made of other parts now ends at the next reading, and asks nobody any more', async () => {
    await open();
    await ask();
    await vote('ben');
    scene.mlflow.outside.setVersionTag('fraud-scorer', '7', 'countersign.digest.weights', 'sha256:swapped');
    await reread();
    expect(await states()).toEqual(['superseded']);
    expect(scene.card()).toContain('its parts in the registry have changed');
    expect(scene.card()).not.toContain('[Approve…]');
    expect(scene.as('ana').notes().join()).toContain('its parts in the registry have changed');
    await scene.as('mei').types('/mlops requests');
    expect(scene.as('mei').told()).not.toContain('R-1');
    await scene.as('mei').types('/mlops approve R-1');
    expect(scene.as('mei').modal()).not.toContain('[Approve]');
    expect(await cast()).toHaveLength(1);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  describe('while an approved request waits', () => {
    const edits = () => scene.slack.exchanges().filter(({ title }) => title.startsWith('chat.update')).length;
    const tenTicks = async () => {
      const before = { edits: edits(), row: (await rows())[0] };
      for (let n = 0; n < 10; n += 1) await scene.advance(60_000);
      expect(edits()).toBe(before.edits);
      expect((await rows())[0]).toEqual(before.row);
    };

    it('in a freeze, ten looks at the clock edit nothing, and its end starts it', async () => {
      await open();
      await scene.advance(Date.parse('2036-11-30T01:00:00Z') - Date.parse('2036-11-26T10:00:00Z'));
      await ask();
      await approve();
      expect(scene.card()).toMatch(/^# Approved, not started yet/);
      expect(scene.card()).toContain('Freeze “Settlement run” until');
      await tenTicks();
      await scene.advance(3 * 3_600_000);
      expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    });

    it('on hold, ten looks at the clock edit nothing, and the release starts it', async () => {
      await open();
      await ask();
      await scene.as('ana').presses('Hold');
      await approve();
      expect(scene.card()).toMatch(/^# Approved, not started yet/);
      expect(scene.card()).toContain('On hold');
      await tenTicks();
      await scene.as('ana').presses('Release hold');
      expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    });
  });

  it('a failed request cannot be tried again once another was asked for', async () => {
    const permissions: Record<string, 'READ' | 'EDIT'> = { 'fraud-scorer': 'READ' };
    const auth = { users: [{ name: 'countersign', password: 'let-me-in', permissions }] };
    await open({ mlflow: { auth }, mlflowAs: { username: 'countersign', password: 'let-me-in' } });
    await ask();
    await approve();
    expect(scene.card()).toMatch(/^# Failed: fraud-scorer v7 was not promoted/);
    permissions['fraud-scorer'] = 'EDIT';
    await ask('6');
    await scene.as('ana').presses('Try again');
    expect(scene.as('ana').told()).toContain('R-2 was asked for since, so R-1 cannot be tried again');
    expect(await states()).toEqual(['failed', 'open']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await scene.as('ana').types('/mlops show R-2');
    expect(scene.as('ana').modal()).toContain('fraud-scorer');
  });
});
