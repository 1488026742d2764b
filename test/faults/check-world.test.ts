import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';
import { checkWorld } from './check-world.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
  await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  for (const person of ['ben', 'mei', 'tom']) {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
  }
});
afterAll(() => scene.close());

const check = () => checkWorld({ db: scene.database.db, slack: scene.slack, mlflow: scene.mlflow });

/** As a superuser could, past the triggers that keep votes and ledger as they are. */
async function tamper(statement: SQL): Promise<void> {
  await scene.database.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(statement);
  });
}

async function slackCall(method: string, body: object): Promise<Record<string, unknown>> {
  const headers = { authorization: 'Bearer xoxb-local-bot-token', 'content-type': 'application/json' };
  const answer = await fetch(scene.slack.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Record<string, unknown>;
}

it('finds nothing wrong with a promotion that went well', async () => {
  await expect(check()).resolves.toBeUndefined();
});

it.each([
  [
    'a state that no entry of the ledger brought about',
    sql`update requests set state = 'open'`,
    sql`update requests set state = 'verified'`,
  ],
  [
    'a vote that is not on the record',
    sql`insert into votes (workspace_id, request_id, generation, person, slack_user, decision, reason, subject_digest, evidence, code, press_id, at)
      select workspace_id, request_id, generation, 'jon', 'U0JON0004', decision, reason, subject_digest, evidence, code, 'x', at from votes limit 1`,
    sql`delete from votes where press_id = 'x'`,
  ],
  [
    'an approval that was for something else',
    sql`update votes set subject_digest = 'x' || subject_digest`,
    sql`update votes set subject_digest = substr(subject_digest, 2)`,
  ],
  [
    'an approver who was never in the role',
    sql`update role_members set person = 'x' || person`,
    sql`update role_members set person = substr(person, 2)`,
  ],
  [
    'an execution that never ended',
    sql`update executions set state = 'running'`,
    sql`update executions set state = 'verified'`,
  ],
  [
    'an act whose end nobody knows',
    sql`update effects set state = 'maybe_sent' where kind = 'slack.post'`,
    sql`update effects set state = 'confirmed' where kind = 'slack.post'`,
  ],
  [
    'messages in another order than that of the decisions',
    sql`update effects set seq = -seq`,
    sql`update effects set seq = -seq`,
  ],
  [
    'a changed entry of the ledger',
    sql`update ledger set event = 'x' || event`,
    sql`update ledger set event = substr(event, 2)`,
  ],
] as const)('finds %s', async (_what, harm, repair) => {
  if (_what.includes('order')) await tamper(sql`alter table effects alter column seq drop identity`);
  await tamper(harm);
  await expect(check()).rejects.toThrow();
  await tamper(repair);
  await expect(check()).resolves.toBeUndefined();
});

it('finds an alias that is not what was last set', async () => {
  scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '4');
  await expect(check()).rejects.toThrow(/fraud-scorer production is v4, not v7/);
  scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '7');
});

it('finds a card that is there twice, and a message that nobody decided to send', async () => {
  const [card] = scene.slack.see.messages('#ml-approvals');
  for (const metadata of [card?.metadata, undefined]) {
    const { ts } = await slackCall('chat.postMessage', { channel: card?.channel, text: 'twice', metadata });
    await expect(check()).rejects.toThrow();
    await slackCall('chat.delete', { channel: card?.channel, ts });
    await expect(check()).resolves.toBeUndefined();
  }
});
