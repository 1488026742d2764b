import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '#domain/digest.ts';
import type { Capability, Rung } from '#domain/maturity.ts';
import { draw } from '#maturity/draw.ts';
import { rowPress } from '#operations/effect-press.ts';
import { answerCheck } from '#operations/spot-checks/answer-spot-check.ts';
import { drawSpotCheck } from '#operations/spot-checks/draw-spot-check.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { ledger } from '#store/schema/ledger.ts';
import { attestations, spotChecks } from '#store/schema/maturity-answers.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const week = '2036-11-24';
type Rungs = Readonly<Partial<Record<Capability, Rung>>>;

describe('a spot check', { timeout: 90_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const direct = (person: string) => {
    const { people, channels } = scene.slack.see.workspace();
    const id = people.find(({ name }) => name === person)?.id ?? person;
    return channels.find(({ kind, members }) => kind === 'direct' && members.includes(id))?.id ?? '';
  };
  const cards = (person: string) =>
    scene
      .as(person)
      .notes()
      .filter((text) => text.includes('Spot check'));
  /** What records of a week say of models, whatever they said before. */
  const recorded = async (of: string, rungs: Readonly<Record<string, Rungs>>) => {
    for (const [model, found] of Object.entries(rungs)) {
      await scene.database.db.execute(sql`
        insert into maturity_weeks (workspace_id, week, kind, subject, team, rungs, recorded_at)
        values (${scene.app.setting.workspaceId}, ${of}, 'model', ${model}, 'fraud', ${JSON.stringify(found)}::jsonb, now())
        on conflict (workspace_id, week, kind, subject) do update set rungs = excluded.rungs`);
    }
  };
  const drawOf = async (of: string) => {
    await drawSpotCheck(scene.app.setting, of);
    await scene.settled();
  };
  const entries = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event, entry, prevHash }) => ({
      event,
      prevHash,
      entry: JSON.parse(entry.toString()) as Record<string, unknown>,
    }));

  it('is of one verified claim a week, drawn with the end of the ledger, of an owner in Slack', async () => {
    await recorded(week, {
      'fraud/scorer': { monitoring: 'evidenced', registry: 'verified', metadata: 'verified', training: 'declared' },
      'gone/model': { registry: 'verified' },
    });
    await Promise.all([drawOf(week), drawOf(week), drawOf(week)]);
    await drawOf(week);
    const rows = await scene.database.db.select().from(spotChecks);
    expect(rows).toHaveLength(1);
    expect(cards('ana')).toHaveLength(1);
    const drawn = (await entries()).filter(({ event }) => event === 'spot_check_drawn');
    const claims = ['metadata', 'registry'].map((capability) => ({
      model: 'fraud/scorer',
      capability: capability as Capability,
    }));
    const seed = String(drawn[0]?.entry['seed']);
    expect(drawn).toHaveLength(1);
    expect((await entries()).map(({ prevHash }) => prevHash)).toContain(seed);
    expect(drawn[0]?.entry).toMatchObject({
      week,
      among: 2,
      model: 'fraud/scorer',
      capability: draw(claims, seed)?.capability,
      claims: digestOf(claims.map(({ model, capability }) => [model, capability])),
    });
  });

  it('is drawn by itself once the maturity of a week is recorded', async () => {
    // What has its place in a week keeps what it says.
    await recorded('2036-12-01', { 'fraud/scorer': { registry: 'verified' } });
    await scene.advance(7 * day);
    await scene.advance(60_000);
    expect(cards('ana')).toHaveLength(1);
    expect(await scene.database.db.select().from(spotChecks)).toMatchObject([
      { week: '2036-12-01', capability: 'registry' },
    ]);
  });

  it('is nothing where no claim is verified', async () => {
    await recorded(week, { 'fraud/scorer': { registry: 'evidenced' } });
    await drawOf(week);
    expect(await scene.database.db.$count(spotChecks)).toBe(0);
  });

  it('is answered once, by whoever answers for the model, with where it can be seen', async () => {
    await recorded(week, { 'fraud/scorer': { registry: 'verified' } });
    await drawOf(week);
    const place = { channel: direct('ana') };
    expect(cards('ana')[0]).toContain('# Spot check: can you show this?');
    expect(cards('ana')[0]).toContain(
      'Model registry: every signal says that `fraud-scorer` has it, and that it is proven.',
    );

    await scene.as('ana').presses('What records say…', place);
    expect(scene.as('ana').modal()).toContain('Model registry');

    const [row] = await scene.database.db.select().from(spotChecks);
    const press = rowPress(scene.app.setting, 'spot-check', row?.id ?? '');
    const signedAs = (person: string) => ({
      teamId: scene.app.setting.workspaceId,
      slackUser: scene.slack.see.workspace().people.find(({ name }) => name === person)?.id ?? '',
    });
    const filled = { shown: 'yes', note: 'cards of all versions' };
    await expect(answerCheck(scene.app.setting, { ...signedAs('lea'), press, filled })).rejects.toThrow(
      /Only .*, Fraud ML or ML platform can answer for fraud\/scorer/,
    );
    const asked = 'model registry of `fraud/scorer` was drawn';
    await scene.as('ana').presses('Answer…', place);
    await scene.as('ana').submits({ 'spot-check-shown': 'no', 'spot-check-note': '             ' });
    expect(scene.as('ana').modal()).toContain('✗ Write where others can see it, in at least ten characters.');
    expect(await scene.database.db.$count(attestations)).toBe(0);
    await scene.as('ana').submits({ 'spot-check-shown': 'no', 'spot-check-note': 'its cards are empty since June' });
    expect(scene.as('ana').modal()).toContain('Recorded with your name.');
    await expect(answerCheck(scene.app.setting, { ...signedAs('ben'), press, filled })).rejects.toThrow(
      'This was answered already.',
    );

    expect(cards('ana')).toHaveLength(1);
    expect(cards('ana')[0]).toMatch(
      /✗ Ana Kovač said on .* that Model registry of `fraud-scorer` is not there, although its records say so:\n“its cards/,
    );
    expect(await scene.database.db.select().from(attestations)).toMatchObject([
      { model: 'fraud/scorer', capability: 'registry', person: 'ana', has: false },
    ]);
    expect((await entries()).filter(({ event }) => event.startsWith('spot_check')).at(-1)?.entry).toMatchObject({
      shown: false,
      actor: { person: 'ana' },
    });
    await scene.as('ana').types('/mlops digest preview fraud');
    expect(scene.as('ana').told()).toContain(
      'Spot check: model registry of `fraud/scorer` is not there, says Ana Kovač, although its records say so',
    );
    expect(scene.as('ana').told()).not.toContain(asked);
    expect((await verifyLedgerOf(scene.database.db, scene.app.setting.workspaceId)).ok).toBe(true);
  });

  it('is of what was not drawn lately', async () => {
    await recorded(week, { 'fraud/scorer': { registry: 'verified' } });
    await drawOf(week);
    await scene.advance(7 * day);
    await recorded('2036-12-01', { 'fraud/scorer': { registry: 'verified', metadata: 'verified' } });
    await drawOf('2036-12-01');
    await drawOf(week);
    await scene.advance(7 * day);
    await recorded('2036-12-08', { 'fraud/scorer': { registry: 'verified', metadata: 'verified' } });
    await drawOf('2036-12-08');
    const rows = await scene.database.db.select().from(spotChecks).orderBy(asc(spotChecks.week));
    expect(rows.map(({ capability }) => capability)).toEqual(['registry', 'metadata']);
    await scene.advance(182 * day);
    await recorded('2037-06-08', { 'fraud/scorer': { registry: 'verified' } });
    await drawOf('2037-06-08');
    expect(await scene.database.db.$count(spotChecks)).toBe(3);
  });
});
