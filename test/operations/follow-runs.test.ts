import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PipelineRun } from '#domain/pipeline.ts';
import { followRuns, sweepRuns } from '#operations/retraining/follow-runs.ts';
import type { Setting } from '#operations/setting.ts';
import { addRequest } from '#store/requests.ts';
import { followOf } from '#store/run-follows.ts';
import { addRun, liveRunsOn } from '#store/runs.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type MemoryRunner, memoryRunner, step } from '../support/memory-runner.ts';

const workspaceId = 'T1';
const base = Date.parse('2026-11-26T10:00:00Z');
let database: FreshDatabase;
let engine: MemoryRunner;
let nowMs: number;
let sent: string[];

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, workspaceId);
  nowMs = base;
  sent = [];
  engine = memoryRunner(() => nowMs);
});
afterEach(() => database.close());

/** Just what following needs: whatever else it touched would be undefined. */
function setting(runner = engine.runner): Setting {
  return {
    workspaceId,
    db: database.db,
    now: () => new Date(nowMs).toISOString(),
    newId: randomUUID,
    sendJob: async (_: unknown, name: string) => void sent.push(name),
    pipelines: new Map([['kubeflow', runner]]),
  } as unknown as Setting;
}

/** So many runs that the engine and we have as running, not read yet. */
async function running(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const engineId = engine.startForeign();
    engine.change({ state: 'running' }, engineId);
    const of = { registry: 'mlflow', model: 'm', modelName: 'm', channel: '#ml', workspaceId, number: i + 1 };
    const request = await addRequest(database.db, {
      ...of,
      id: randomUUID(),
      action: 'retrain',
      version: '',
      target: 'kubeflow/p',
      state: 'verified',
      code: 'AAAA-11',
      subjectDigest: 'd',
      evidenceDigest: 'd',
      policyDigest: 'd',
      factsDigest: 'd',
      playbook: 'Retraining',
      requesterSlack: 'U1',
      reason: '',
      verdict: {},
      openedAt: new Date(nowMs),
      deadline: new Date(nowMs),
    });
    await addRun(database.db, {
      ...of,
      id: randomUUID(),
      requestId: request.id,
      generation: 1,
      key: `countersign-${request.id}-1`,
      connection: 'kubeflow',
      pipeline: 'p',
      parameters: {},
      reasonCode: 'drift',
      state: 'running',
      engineId,
      orderedAt: new Date(nowMs),
    });
  }
  await sweepRuns(setting());
  sent = [];
}

const reads = () => engine.calls.filter((call) => call.startsWith('getRun ')).map((call) => call.split(' ')[1] ?? '');
const rows = () => liveRunsOn(database.db, workspaceId, 'kubeflow');

describe('following many runs', () => {
  it('reads as many as one turn may, and the rest at once in the next, none twice', async () => {
    await running(30);
    engine.before('getRun', () => {
      nowMs += 2_000;
    });
    await followRuns(setting(), 'kubeflow');
    const first = reads().length;
    expect(first).toBeGreaterThanOrEqual(4);
    expect(first).toBeLessThan(30);
    expect(sent.filter((name) => name === 'follow-runs')).toHaveLength(1);
    // What was not read still counts as unseen: the next listing goes back as far as this one did.
    expect((await followOf(database.db, workspaceId, 'kubeflow'))?.seenUntil).toBeNull();
    for (let turns = 1; turns < 10 && sent.includes('follow-runs'); turns += 1) {
      sent = [];
      await followRuns(setting(), 'kubeflow');
    }
    expect(reads().toSorted()).toEqual([...engine.runs.keys()].toSorted());
    expect((await followOf(database.db, workspaceId, 'kubeflow'))?.seenUntil).not.toBeNull();
  });

  it('stops after the first read that fails, and tries again later', async () => {
    await running(30);
    engine.faultForever('getRun', { retryAfterMs: 7_000 });
    await followRuns(setting(), 'kubeflow');
    expect(reads().length).toBeLessThanOrEqual(4);
    expect(await followOf(database.db, workspaceId, 'kubeflow')).toMatchObject({
      failures: 1,
      nextAt: new Date(base + 7_000),
    });
    engine.faultForever('getRun', null);
    nowMs += 7_000;
    await followRuns(setting(), 'kubeflow');
    expect((await rows()).every(({ readAt }) => readAt !== null)).toBe(true);
  });

  it('reads in turn, fifty at a look, what the listing cannot tell of', async () => {
    await running(120);
    // As Kubeflow Pipelines lists them: every run that is under way, and nothing of when its steps changed.
    const untold = (run: PipelineRun) => ({ ...run, steps: [], updatedAt: null });
    const runner = {
      ...engine.runner,
      listRuns: async () => ({ items: [...engine.runs.values()].map(untold), nextPageToken: null }),
    };
    await followRuns(setting(runner), 'kubeflow');
    expect(reads()).toHaveLength(120);
    for (const id of engine.runs.keys()) engine.change({ steps: [step('train', 'running')] }, id);
    for (const seen of [50, 100, 120]) {
      nowMs += 21_000;
      await followRuns(setting(runner), 'kubeflow');
      expect((await rows()).filter(({ steps }) => steps.length > 0)).toHaveLength(seen);
    }
  });

  it('edits a message that lags behind once it may, and no other', async () => {
    await running(3);
    await followRuns(setting(), 'kubeflow');
    nowMs += 21_000;
    engine.change({ steps: [step('train', 'running')] }, 'run-1');
    await followRuns(setting(), 'kubeflow');
    nowMs += 10_000;
    engine.change({ steps: [step('train', 'succeeded')] }, 'run-1');
    await database.pool.query('update run_follows set next_at = $1', [new Date(nowMs)]);
    await followRuns(setting(), 'kubeflow');
    expect((await rows()).map(({ lags }) => lags)).toEqual([true, false, false]);
    nowMs += 21_000;
    sent = [];
    await followRuns(setting(), 'kubeflow');
    expect((await rows()).map(({ lags }) => lags)).toEqual([false, false, false]);
    expect(sent).toEqual(['perform-effect']);
  });
});
