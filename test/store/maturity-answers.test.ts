import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssessAnswers, Capability } from '#domain/maturity.ts';
import { addAssessment, newestAssessment, newestAssessments } from '#store/assessments.ts';
import { addAttestation, attestationsOf } from '#store/attestations.ts';
import { addDoubts, answerDoubts, doubtsOfAsk } from '#store/characteristic-doubts.ts';
import { addWaiver, endWaiver, openWaivers, waiversDue } from '#store/waivers.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const noon = new Date('2026-11-20T12:00:00Z');
const later = (days: number) => new Date(noon.getTime() + days * 86_400_000);

const answers: AssessAnswers = {
  stage: 'production',
  impact: 'some',
  reuse: 'no',
  retraining: 'ad_hoc',
  code: 'rarely',
  serving: ['batch'],
  modality: ['tables'],
  business: 'Tom, chargebacks',
};

const workspace = () => addWorkspace(database.db, `T-${randomUUID()}`);

describe('assessments', () => {
  const assess = (workspaceId: string, model: string, given: Partial<AssessAnswers> = {}) =>
    addAssessment(database.db, {
      id: randomUUID(),
      workspaceId,
      model,
      answers: { ...answers, ...given },
      matrixVersion: 'reconstructed-1',
      person: 'ana',
      at: noon,
    });

  test('the newest of a model counts, also of two within one instant', async () => {
    const workspaceId = await workspace();
    await assess(workspaceId, 'fraud/scorer');
    await assess(workspaceId, 'fraud/scorer', { stage: 'pilot' });
    await assess(workspaceId, 'credit/limit');
    expect((await newestAssessment(database.db, workspaceId, 'fraud/scorer'))?.answers.stage).toBe('pilot');
    expect(await newestAssessment(database.db, workspaceId, 'churn/early-warning')).toBeNull();
    const all = await newestAssessments(database.db, workspaceId);
    expect([...all].map(([model, row]) => [model, row.answers.stage])).toEqual([
      ['credit/limit', 'production'],
      ['fraud/scorer', 'pilot'],
    ]);
  });

  test('what was answered cannot be changed', async () => {
    const workspaceId = await workspace();
    await assess(workspaceId, 'fraud/scorer');
    await expect(database.pool.query("update assessments set person = 'ben'")).rejects.toThrow(/append-only/);
    await expect(database.pool.query('delete from attestations')).rejects.toThrow(/append-only/);
  });
});

describe('attestations', () => {
  test('the newest answer of each person to each capability counts, if it is not too old', async () => {
    const workspaceId = await workspace();
    const attest = (person: string, capability: Capability, has: boolean, at = noon, model = 'fraud/scorer') =>
      addAttestation(database.db, { id: randomUUID(), workspaceId, model, capability, person, has, note: 'n', at });
    await attest('ana', 'monitoring', true, later(-200));
    await attest('ben', 'monitoring', true);
    await attest('ben', 'monitoring', false);
    await attest('ben', 'registry', true);
    await attest('kim', 'registry', true, noon, 'credit/limit');
    const said = async (options = {}) =>
      (await attestationsOf(database.db, workspaceId, options)).map(
        ({ model, person, capability, has }) => `${model} ${person} ${capability} ${has}`,
      );
    expect(await said({ models: ['fraud/scorer'], since: later(-180) })).toEqual([
      'fraud/scorer ben monitoring false',
      'fraud/scorer ben registry true',
    ]);
    expect(await said()).toHaveLength(4);
    expect(await said({ models: [] })).toEqual([]);
  });
});

describe('waivers', () => {
  test('one of a need is open, and its end is noted once', async () => {
    const workspaceId = await workspace();
    const waive = (id: string) =>
      addWaiver(database.db, {
        id,
        workspaceId,
        model: 'fraud/scorer',
        capability: 'repository',
        reason: 'One team uses it.',
        approver: 'ops',
        channel: '#ml-fraud',
        grantedAt: noon,
        expiresAt: later(90),
      });
    const id = randomUUID();
    expect(await waive(id)).toBe(true);
    expect(await waive(randomUUID())).toBe(false);
    expect(await openWaivers(database.db, workspaceId, ['fraud/scorer'])).toHaveLength(1);
    expect(await openWaivers(database.db, workspaceId, ['credit/limit'])).toHaveLength(0);
    expect(await waiversDue(database.db, workspaceId, later(89))).toHaveLength(0);
    expect(await waiversDue(database.db, workspaceId, later(90))).toHaveLength(1);
    const end = { endedAt: later(90), endedBy: null };
    expect((await endWaiver(database.db, { workspaceId, id }, end))?.capability).toBe('repository');
    expect(await endWaiver(database.db, { workspaceId, id }, end)).toBeNull();
    expect(await openWaivers(database.db, workspaceId)).toHaveLength(0);
    expect(await waive(randomUUID())).toBe(true);
  });
});

describe('doubts', () => {
  test('what is declared and looks otherwise is asked about once', async () => {
    const workspaceId = await workspace();
    const doubt = (askId: string, characteristic: 'pilot' | 'retraining', declared: string) => ({
      id: randomUUID(),
      workspaceId,
      model: 'fraud/scorer',
      characteristic,
      declared,
      because: 'It has traffic.',
      askId,
      person: 'U0ANA0001',
      askedAt: noon,
    });
    const [first, second] = [randomUUID(), randomUUID()];
    expect(await addDoubts(database.db, [])).toEqual([]);
    expect(await addDoubts(database.db, [doubt(first, 'pilot', 'pilot')])).toHaveLength(1);
    const added = await addDoubts(database.db, [
      doubt(second, 'pilot', 'pilot'),
      doubt(second, 'retraining', 'none'),
      doubt(second, 'retraining', 'ad_hoc'),
    ]);
    expect(added.map(({ declared }) => declared)).toEqual(['none', 'ad_hoc']);
    const answer = { answeredAt: later(1), answeredBy: 'ana', explanation: 'It is paused.' };
    const place = { workspaceId, model: 'fraud/scorer' };
    expect(await answerDoubts(database.db, { ...place, askId: first }, answer)).toHaveLength(1);
    expect(await answerDoubts(database.db, place, { ...answer, explanation: null })).toHaveLength(2);
    expect((await doubtsOfAsk(database.db, workspaceId, first)).map(({ explanation }) => explanation)).toEqual([
      'It is paused.',
    ]);
  });
});
