import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { votes } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('a promotion in Slack', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(async () => {
    const verdict = await verifyLedgerOf(scene.database.db, 'T0NORTH001');
    expect(verdict).toMatchObject({ ok: true });
    await scene.close();
  });

  const ask = () =>
    scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approve = async (person: string) => {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: why });
  };
  const voteCount = async () => await scene.database.db.$count(votes);

  it('moves the alias once everybody whose yes is needed has said it', async () => {
    await ask();
    expect(scene.as('ana').told()).toContain('Its card is in #ml-approvals');
    for (const person of ['ben', 'mei']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await approve('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(scene.card()).toMatch(/^# Promoted: fraud-scorer v7 is production/);
    expect(scene.card()).not.toContain('[Approve…]');
    expect(scene.thread()).toHaveLength(3);
    const version = scene.mlflow.outside.model('fraud-scorer')?.versions.find((one) => one.version === 7);
    expect(version?.tags).toContainEqual({ key: 'countersign.request', value: 'R-1' });
    expect(version?.tags).toContainEqual({
      key: 'countersign.code',
      value: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{2}$/),
    });
    const direct = scene.slack.see
      .workspace()
      .channels.find(({ kind, members }) => kind === 'direct' && members.includes('U0ANA0001'));
    expect(scene.channel(direct?.id ?? '').join()).toContain('✓ fraud-scorer v7 is `production` now');
  });

  it('opens a form when model or version is missing, with searchable pickers', async () => {
    await scene.as('ana').types('/mlops promote');
    const modal = () => scene.slack.see.modal('ana');
    const pick = async (blockId: string, actionId: string, choice: string) => {
      await scene.slack.act.options({
        as: 'ana',
        viewId: modal()?.viewId ?? '',
        blockId,
        actionId,
        value: 'fraud',
      });
      await scene.slack.act.press({ as: 'ana', viewId: modal()?.viewId ?? '', blockId, actionId, choice });
      await scene.settled();
    };
    await pick('model', 'promote-pick-model', 'mlflow/fraud-scorer');
    expect(scene.as('ana').modal()).toContain('It replaces v5');
    const versionBlock = 'version mlflow/fraud-scorer';
    const { options } = (await scene.slack.act.options({
      as: 'ana',
      viewId: modal()?.viewId ?? '',
      blockId: versionBlock,
      actionId: 'promote-pick-version',
      value: '',
    })) as { options: { value: string; text: { text: string } }[] };
    expect(options.map(({ value }) => value)).toEqual(['7', '6', '5', '4', '3', '2', '1']);
    expect(options[0]?.text.text).toBe('v7 (challenger)');
    await scene.as('ana').submits({ [versionBlock]: '7', target: 'production', reason: 'better recall on EU cards' });
    expect(scene.as('ana').modal()).toContain('is requested as R-1');
    expect(scene.card()).toMatch(/^# Promote fraud-scorer v7 to production\?/);
  });

  it('ends at a rejection, which needs a reason, and tells the requester who and why', async () => {
    await ask();
    await scene.as('jon').presses('Reject…');
    await scene.as('jon').submits({ reason: 'no' });
    expect(await voteCount()).toBe(0);
    await scene.as('jon').submits({ reason: 'the EU slice was never validated' });
    expect(scene.card()).toContain('the EU slice was never validated');
    expect(scene.card()).not.toContain('[Approve…]');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await scene.as('mei').types('/mlops approve R-1');
    expect(scene.as('mei').modal()).toContain('R-1 is rejected');
  });

  it('refuses the requester and whoever trained the version, and says who can', async () => {
    await ask();
    await scene.as('ana').presses('Approve…');
    expect(scene.as('ana').modal()).toContain(
      'You asked for this, so your approval cannot fill a seat. Still asked: Jon Bakker or Mei Tanaka (Risk), Tom Lindqvist (Product) and Ben de Vries (Fraud ML).',
    );
    expect(scene.as('ana').modal()).not.toContain('[Approve]');
    expect(await voteCount()).toBe(0);
  });

  it('refuses people without the role, guests and strangers', async () => {
    await ask();
    for (const person of ['rosa', 'fin']) {
      await scene.as(person).presses('Approve…');
      expect(scene.as(person).modal()).not.toContain('[Approve]');
    }
    const guest = scene.slack.see.workspace().people.find(({ kind }) => kind === 'guest');
    scene.slack.act.invite('#ml-approvals', guest?.id ?? '');
    await scene.as(guest?.id ?? '').presses('Approve…');
    expect(scene.as(guest?.id ?? '').modal()).toContain('Guests');
    expect(await voteCount()).toBe(0);
  });

  it('counts two presses of one person as one vote, and two people at once as two', async () => {
    await ask();
    await scene.as('ben').presses('Approve…');
    const modal = scene.slack.see.modal('ben');
    const submit = () =>
      scene.slack.act.submit({ as: 'ben', viewId: modal?.viewId ?? '', values: { reason: { reason: why } } });
    await Promise.allSettled([submit(), submit()]);
    await scene.settled();
    expect(await voteCount()).toBe(1);
    await scene.as('mei').presses('Approve…');
    await scene.as('tom').presses('Approve…');
    await Promise.all([scene.as('mei').submits({ reason: why }), scene.as('tom').submits({ reason: why })]);
    await scene.settled();
    expect(await voteCount()).toBe(3);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    const writes = scene.mlflow.requests.filter(
      ({ method, path }) => method === 'POST' && path.includes('/registered-models/alias'),
    );
    expect(writes).toHaveLength(1);
  });

  it('expires at its deadline, and nothing can be approved after', async () => {
    await ask();
    await scene.advance(5 * 86_400_000 + 1_000);
    expect(scene.card()).toMatch(/[Ee]xpired/);
    expect(scene.card()).not.toContain('[Approve…]');
    await scene.as('mei').types('/mlops approve 1');
    expect(scene.as('mei').modal()).toContain('R-1 is expired');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  it('replaces an older request for the same target', async () => {
    await ask();
    await scene.as('ana').types('/mlops promote fraud-scorer 6 to production because v7 is too slow in load tests');
    const cards = scene.channel('#ml-approvals').filter((text) => text.startsWith('#'));
    expect(cards[0]).toMatch(/[Ss]uperseded|[Rr]eplaced/);
    expect(cards[0]).not.toContain('[Approve…]');
    await scene.as('mei').types('/mlops approve R-1');
    expect(scene.as('mei').modal()).toContain('R-2');
  });

  it('holds a decided request until it is released', async () => {
    await ask();
    await scene.as('ana').presses('Hold');
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(scene.card()).toContain('On hold');
    await scene.as('ana').presses('Release hold');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('rolls back through the same path, to the version that held the target before', async () => {
    await ask();
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    await scene.as('ben').presses('Roll back…');
    expect(scene.as('ben').modal()).toContain('from v7 back to v5');
    await scene.as('ben').submits({ reason: 'false positives doubled in an hour' });
    for (const person of ['ana', 'mei']) {
      if (scene.alias('fraud-scorer', 'production') === '5') break;
      await scene.as(person).presses('Approve…');
      await scene.as(person).submits({ reason: why });
    }
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    const rows = await scene.database.db.execute(sql`select action, state from requests order by number`);
    expect(rows.rows).toEqual([
      { action: 'promote', state: 'verified' },
      { action: 'rollback', state: 'verified' },
    ]);
  });
});
