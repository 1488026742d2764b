import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRequest } from '#store/requests.ts';
import { changeFollow, followOf, seeFollowed, takeFollow, wantFollowed } from '#store/run-follows.ts';
import {
  addRun,
  changeRun,
  connectionsWithLiveRuns,
  endedRunsOf,
  liveRunOf,
  liveRunsOn,
  lockTraining,
  type NewRun,
  nextRunNumber,
  type RunRow,
  runsPage,
  runsWithoutResult,
} from '#store/runs.ts';
import { recordWorkspace } from '#store/workspaces.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const workspaceId = 'T1';
const at = new Date('2026-11-26T10:00:00Z');
let database: FreshDatabase;

async function added(change: Partial<NewRun> = {}, workspace = workspaceId): Promise<RunRow> {
  const { db } = database;
  return await db.transaction(async (tx) => {
    const number = await nextRunNumber(tx, workspace);
    const request = await addRequest(tx, {
      id: randomUUID(),
      workspaceId: workspace,
      number: Math.floor(Math.random() * 1e9),
      action: 'retrain',
      registry: 'mlflow',
      model: 'fraud/scorer',
      modelName: 'fraud-scorer',
      version: '',
      target: 'kubeflow/fraud-training',
      state: 'verified',
      code: 'AAAA-11',
      subjectDigest: 'd',
      evidenceDigest: 'd',
      policyDigest: 'd',
      factsDigest: 'd',
      playbook: 'Retraining',
      requesterSlack: 'U1',
      reason: '',
      channel: '#ml',
      verdict: {},
      openedAt: at,
      deadline: at,
    });
    return await addRun(tx, {
      id: randomUUID(),
      workspaceId: workspace,
      number,
      requestId: request.id,
      generation: 1,
      key: `countersign-${request.id}-1`,
      registry: 'mlflow',
      model: 'fraud/scorer',
      modelName: 'fraud-scorer',
      connection: 'kubeflow',
      pipeline: 'fraud-training',
      parameters: { epochs: 20 },
      reasonCode: 'drift',
      channel: '#ml',
      state: 'running',
      engineId: `run-${number}`,
      orderedAt: at,
      startedAt: at,
      ...change,
    });
  });
}

beforeAll(async () => {
  database = await freshDatabase();
  for (const id of [workspaceId, 'T2']) {
    await recordWorkspace(database.db, { id, name: id, installNonce: 'n' });
  }
});
afterAll(() => database.close());

describe('runs', () => {
  it('are numbered without gaps or doubles, however many are written at once, in each workspace', async () => {
    const rows = await Promise.all(Array.from({ length: 8 }, () => added({ state: 'succeeded', result: null })));
    expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await added({ state: 'failed' }, 'T2')).number).toBe(1);
  });

  it('are at most one for a request and generation, and for a key', async () => {
    const { id: _, number: __, ...row } = await added({ state: 'failed' });
    const same = { ...row, id: randomUUID(), number: 900 };
    const message = (error: unknown) => String((error as { cause?: unknown }).cause);
    await expect(addRun(database.db, { ...same, key: 'another' }).catch((error) => message(error))).resolves.toMatch(
      /requestId_generation/,
    );
    await expect(addRun(database.db, { ...same, generation: 2 }).catch((error) => message(error))).resolves.toMatch(
      /workspaceId_key/,
    );
  });

  it('are found live by what they train and where, never those of another workspace or that have no engine yet', async () => {
    const { db } = database;
    const training = {
      workspaceId,
      registry: 'mlflow',
      modelName: 'fraud-scorer',
      connection: 'kubeflow',
      pipeline: 'p',
    };
    const live = await added({ pipeline: 'p' });
    const starting = await added({ pipeline: 'q', state: 'starting', engineId: null, startedAt: null });
    await added({ pipeline: 'p' }, 'T2');
    expect((await liveRunOf(db, training))?.id).toBe(live.id);
    expect((await liveRunOf(db, { ...training, pipeline: 'q' }))?.id).toBe(starting.id);
    expect(await liveRunOf(db, { ...training, modelName: 'other' })).toBeNull();
    expect((await liveRunsOn(db, workspaceId, 'kubeflow')).map(({ id }) => id)).toEqual([live.id]);
    expect(await connectionsWithLiveRuns(db, workspaceId)).toEqual(['kubeflow']);
    await changeRun(db, live, { state: 'failed' });
    expect((await endedRunsOf(db, training, 5)).map(({ id }) => id)).toEqual([live.id]);
    expect(await endedRunsOf(db, { ...training, pipeline: 'q' }, 5)).toEqual([]);
    const [first] = await runsPage(db, workspaceId, { model: null, offset: 0, limit: 1 }).then(({ rows }) => rows);
    expect(first?.id).toBe(starting.id);
    expect((await runsWithoutResult(db, workspaceId)).every(({ state }) => state === 'succeeded')).toBe(true);
  });

  it('of one training are asked for one after the other', async () => {
    const { db } = database;
    const training = { workspaceId, registry: 'mlflow', modelName: 'm', connection: 'c', pipeline: 'p' };
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = () => {};
    const locked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = db.transaction(async (tx) => {
      await lockTraining(tx, training);
      begun();
      await held;
      order.push('first');
    });
    await locked;
    const second = db.transaction(async (tx) => {
      await lockTraining(tx, training);
      order.push('second');
    });
    await db.transaction((tx) => lockTraining(tx, { ...training, pipeline: 'another' }));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });
});

describe('following', () => {
  const later = (ms: number) => new Date(at.getTime() + ms);

  it('is one worker’s turn at a time, free again when that one died', async () => {
    const { db } = database;
    await seeFollowed(db, workspaceId, 'kubeflow', at);
    const turns = await Promise.all(
      Array.from({ length: 5 }, () => takeFollow(db, workspaceId, 'kubeflow', { now: at, until: later(30_000) })),
    );
    expect(turns.filter((turn) => turn !== null)).toHaveLength(1);
    expect(await takeFollow(db, workspaceId, 'kubeflow', { now: later(29_000), until: later(60_000) })).toBeNull();
    expect(await takeFollow(db, workspaceId, 'kubeflow', { now: later(30_000), until: later(60_000) })).not.toBeNull();
  });

  it('comes sooner where something is to be seen, but not where the engine asked to wait', async () => {
    const { db } = database;
    const next = async () => (await followOf(db, workspaceId, 'engine'))?.nextAt;
    const row = { workspaceId, connection: 'engine' };
    await wantFollowed(db, workspaceId, 'engine', later(10_000));
    await seeFollowed(db, workspaceId, 'engine', at);
    expect(await next()).toEqual(later(10_000));
    await wantFollowed(db, workspaceId, 'engine', later(20_000));
    expect(await next()).toEqual(later(10_000));
    await wantFollowed(db, workspaceId, 'engine', at);
    expect(await next()).toEqual(at);
    await changeFollow(db, row, { failures: 1, nextAt: later(90_000) });
    await wantFollowed(db, workspaceId, 'engine', at);
    expect(await next()).toEqual(later(90_000));
  });
});
