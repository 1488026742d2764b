import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHome, publishHomes } from '#operations/home/publish-home.ts';
import { senderClient } from '#slack/web-clients.ts';
import { homeTab } from '#views/home.ts';
import { outlineView } from '#views/outline.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('an App Home that was opened', { timeout: 120_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    for (const person of ['ana', 'ben', 'lea']) await scene.slack.act.openHome(person);
    await scene.settled();
  }, 120_000);
  afterAll(() => scene.close());

  const shown = (person: string) => outlineView(scene.slack.see.home(person) ?? {});
  const hash = (person: string) => Reflect.get(scene.slack.see.home(person) ?? {}, 'hash');
  const idOf = (name: string) => scene.slack.see.workspace().people.find((person) => person.name === name)?.id ?? '';
  const waiting = async () =>
    (
      await scene.database.db.execute<{ count: string }>(
        sql`select count(*) from pgboss.job where name = 'publish-home' and state = 'created'`,
      )
    ).rows[0]?.count;

  it('follows a request that is opened, decided and expires, without being opened again', async () => {
    expect(shown('ben')).toContain('No requests are waiting for you.');
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    expect(shown('ben')).toMatch(/# Waiting for you\nfraud-scorer v7/);
    expect(shown('ana')).toMatch(/# Your requests\nfraud-scorer v7 → `production`: R-1, needs Risk \(1 more/);
    await scene.as('ben').presses('Approve…');
    await scene.as('ben').submits({ reason: 'I looked at both runs' });
    expect(shown('ben')).toContain('No requests are waiting for you.');
    expect(shown('ana')).not.toContain('Ben de Vries');
    await scene.advance(6 * 86_400_000);
    expect(shown('ana')).toMatch(/# Your requests\nYou have no open requests\./);
  });

  it('is left alone by what it does not show, and by people who did not open theirs', async () => {
    const before = hash('lea');
    expect(before).toEqual(expect.any(String));
    await publishHomes(scene.app.setting);
    await scene.settled();
    expect(hash('lea')).toBe(before);
    expect(scene.slack.see.home('mei')).toBeNull();
  });

  it('is not kept up when nobody opened it for a week', async () => {
    await scene.advance(2 * 86_400_000);
    const before = shown('ben');
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    expect(shown('ben')).toBe(before);
    await scene.slack.act.openHome('ben');
    await scene.settled();
    expect(shown('ben')).toMatch(/# Waiting for you\nfraud-scorer v7/);
  });

  it('ends as things are, although what was read before is published last', async () => {
    const { setting } = scene.app;
    const slack = senderClient({ botToken: 'xoxb-local-bot-token', apiUrl: scene.slack.apiUrl });
    await openHome(setting, idOf('ben'), { forYou: 0, yours: 0 }, async (home) => {
      await scene.as('ana').types('/mlops requests');
      await scene.as('ana').presses('Open');
      await scene.as('ana').presses('Withdraw request', { modal: true });
      expect(home.forYou.total).toBe(1);
      await slack.views.publish({ user_id: idOf('ben'), view: homeTab(home) });
    });
    await scene.settled();
    expect(shown('ben')).toContain('No requests are waiting for you.');
    const [row] = (
      await scene.database.db.execute(sql`select shown from opened_homes where slack_user = ${idOf('ben')}`)
    ).rows;
    expect(row?.['shown']).toEqual(expect.any(String));
    expect(await waiting()).toBe('0');
  });
});
