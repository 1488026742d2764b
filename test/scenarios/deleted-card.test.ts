import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageKeys } from '#operations/show-message.ts';
import { messages } from '#store/schema/delivery.ts';
import { requests } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('a card that somebody deletes in Slack', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterEach(() => scene.close());

  const codeIn = (text: string) => /[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(text)?.[0];
  /** Where the card is, by our record. */
  const reference = async () => {
    const { db } = scene.database;
    const [request] = await db.select().from(requests);
    const key = messageKeys.card(request?.id ?? '');
    const [row] = await db.select().from(messages).where(eq(messages.key, key));
    return { channel: row?.postedChannel ?? '', ts: row?.ts ?? '' };
  };
  const deleteCard = async () => {
    const { channel, ts } = await reference();
    const answer = await fetch(`${scene.slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-local-bot-token', 'content-type': 'application/json' },
      body: JSON.stringify({ channel, ts }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
  };
  /** How often the app tried to edit the message at `ts`. */
  const editsOf = (ts: string) =>
    scene.slack
      .exchanges()
      .filter(({ title, request }) => title.startsWith('chat.update') && JSON.stringify(request).includes(ts)).length;

  it.each([['/mlops status'], ['/mlops status fraud-scorer'], ['/mlops show R-1']])(
    'D26 a deleted card is posted again by %s, with the same code, and the old one is edited no more',
    async (line) => {
      const code = codeIn(scene.card());
      const old = await reference();
      await deleteCard();
      expect(scene.cards()).toHaveLength(0);
      await scene.as('mei').types(line);
      expect(scene.cards()).toHaveLength(1);
      expect(codeIn(scene.card())).toBe(code);
      const current = await reference();
      expect(current.ts).not.toBe(old.ts);
      const edits = editsOf(old.ts);
      await scene.as('mei').presses('Approve…');
      await scene.as('mei').submits({ reason: 'looked at the evidence, it is fine' });
      expect(scene.card()).toContain('Mei Tanaka');
      expect(scene.thread().join()).toContain('Mei Tanaka');
      expect(editsOf(old.ts)).toBe(edits);
      await scene.as('mei').types(line);
      expect(scene.cards()).toHaveLength(1);
      expect(await reference()).toEqual(current);
    },
  );
});
