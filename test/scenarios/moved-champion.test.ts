import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { verifyAgain } from '#operations/record-execution.ts';
import { executions, requests } from '#store/schema/request.ts';
import { openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('when the champion of a request has changed', { timeout: 60_000 }, () => {
  let scene: Scene;
  const open = async (options: SceneOptions = {}) => {
    scene = await openScene(options);
  };
  const folders: string[] = [];
  afterEach(async () => {
    await scene.close();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  const vote = async (person: string, request: string) => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  const votes = async (request: string, ...people: string[]) => {
    for (const person of people) await vote(person, request);
  };
  const promote = (person: string, model: string, version: string) =>
    scene.as(person).types(`/mlops promote ${model} ${version} to production because it is better than before`);
  const rollBack = async (person: string, model: string) => {
    await scene.as(person).types(`/mlops rollback ${model}`);
    await scene.as(person).submits({ reason: 'false positives doubled in an hour' });
  };
  const writes = () =>
    scene.mlflow.requests.filter(({ method, path }) => method === 'POST' && path.includes('/registered-models/alias'))
      .length;
  const reread = async (modelName: string) => {
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName });
    await scene.settled();
  };
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const outcome = async (number: number) =>
    (await scene.database.db.select().from(requests)).find((row) => row.number === number)?.outcome;
  const changes = async () =>
    (await scene.database.db.select().from(executions).orderBy(asc(executions.startedAt))).map(
      ({ previousVersion, version, state }) => ({ previousVersion, version, state }),
    );
  /** The shipped playbooks, but with evidence of churn models that has nothing to do with the champion. */
  const withoutChampionEvidence = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'playbooks-'));
    folders.push(folder);
    await cp('playbooks', folder, { recursive: true });
    const path = join(folder, 'promotion-churn.yaml');
    const text = await readFile(path, 'utf8');
    const changed = text.replace(
      'op: ">=", of: champion, tolerance: 0.002, if_no_champion: pass',
      'op: ">=", value: 0.4',
    );
    expect(changed).not.toBe(text);
    await writeFile(path, changed);
    return folder;
  };
  /** The last change of ours is looked at once more, as it is two minutes after it. */
  const looksAgain = async () => {
    const last = (await scene.database.db.select().from(executions)).at(-1);
    await verifyAgain(scene.app.setting, last?.id ?? '');
    await scene.settled();
  };
  const promotedAndRollbackAsked = async () => {
    await open();
    await promote('ana', 'fraud-scorer', '7');
    await votes('R-1', 'ben', 'mei', 'tom');
    await scene.advance(60_000);
    await rollBack('ben', 'fraud-scorer');
    expect(await states()).toEqual(['verified', 'open']);
  };

  it('by others, an approved rollback overwrites nothing and says what the registry holds', async () => {
    await promotedAndRollbackAsked();
    await vote('ana', 'R-2');
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    await vote('mei', 'R-2');
    expect(scene.alias('fraud-scorer', 'production')).toBe('6');
    expect(writes()).toBe(1);
    expect(await states()).toEqual(['verified', 'failed']);
    expect(await outcome(2)).toEqual({ conflict: { expected: '7', found: '6' } });
    expect(scene.card()).toMatch(/^# .*fraud-scorer production was changed outside Countersign/);
    expect(scene.card()).toMatch(/for replacing .*v7.*, but MLflow now holds .*v6/);
    expect(scene.card()).toContain('Nothing was overwritten');
    expect(scene.card()).not.toContain('[Try again]');
    expect(scene.as('ben').notes().join()).toContain('it is v6 now, and nothing was overwritten');
    await looksAgain();
    expect(scene.cards()[0]).toContain('production is v6 now');
  });

  it('by others, a rollback that waits ends at the next reading of the registry, whoever approved it', async () => {
    await promotedAndRollbackAsked();
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    await reread('fraud-scorer');
    expect(await states()).toEqual(['verified', 'failed']);
    expect(await outcome(2)).toEqual({ conflict: { expected: '7', found: '6' } });
    expect(scene.card()).toMatch(/but MLflow now holds .*v6/);
    expect(scene.card()).not.toContain('[Approve…]');
    await scene.as('ana').types('/mlops approve R-2');
    expect(scene.as('ana').modal()).toContain('R-2 is failed');
    expect(scene.alias('fraud-scorer', 'production')).toBe('6');
    await looksAgain();
  });

  it('by others, an approval that did not depend on it moves nothing', async () => {
    await open({ playbooks: await withoutChampionEvidence() });
    await promote('kim', 'churn-early-warning', '3');
    await vote('ben', 'R-1');
    scene.mlflow.outside.moveAlias('churn-early-warning', 'production', '1');
    await vote('tom', 'R-1');
    expect(scene.alias('churn-early-warning', 'production')).toBe('1');
    expect(writes()).toBe(0);
    expect(await states()).toEqual(['failed']);
    expect(await outcome(1)).toEqual({ conflict: { expected: '2', found: '1' } });
    expect(scene.card()).toMatch(/^# Not promoted: churn-early-warning production was changed outside Countersign/);
    expect(scene.card()).toMatch(/for replacing .*v2.*, but MLflow now holds .*v1/);
    expect(await changes()).toEqual([]);
  });

  it('by others, a request that somebody approved ends at the next reading of the registry', async () => {
    await open({ playbooks: await withoutChampionEvidence() });
    await promote('kim', 'churn-early-warning', '3');
    await vote('ben', 'R-1');
    scene.mlflow.outside.removeAlias('churn-early-warning', 'production');
    await reread('churn-early-warning');
    expect(await states()).toEqual(['failed']);
    expect(await outcome(1)).toEqual({ conflict: { expected: '2', found: null } });
    expect(scene.card()).toContain('but MLflow now holds no version');
    await scene.as('tom').types('/mlops approve R-1');
    expect(scene.as('tom').modal()).toContain('R-1 is failed');
    expect(scene.alias('churn-early-warning', 'production')).toBeNull();
    expect(writes()).toBe(0);
  });

  it('by others, a request that nobody approved yet shows the new one and is carried out against it', async () => {
    await open({ playbooks: await withoutChampionEvidence() });
    await promote('kim', 'churn-early-warning', '3');
    scene.mlflow.outside.moveAlias('churn-early-warning', 'production', '1');
    await reread('churn-early-warning');
    expect(scene.card()).toContain('replaces v1');
    await votes('R-1', 'ben', 'tom');
    expect(await states()).toEqual(['verified']);
    expect(await changes()).toEqual([{ previousVersion: '1', version: '3', state: 'verified' }]);
    expect(scene.alias('churn-early-warning', 'production')).toBe('3');
  });

  it('by others, asking again is judged against what they set, and then goes through', async () => {
    await open({ playbooks: await withoutChampionEvidence() });
    await promote('kim', 'churn-early-warning', '3');
    await vote('ben', 'R-1');
    scene.mlflow.outside.moveAlias('churn-early-warning', 'production', '1');
    await vote('tom', 'R-1');
    await promote('kim', 'churn-early-warning', '3');
    expect(scene.card()).toContain('replaces v1');
    await votes('R-2', 'ben', 'tom');
    expect(await states()).toEqual(['failed', 'verified']);
    expect(await changes()).toEqual([{ previousVersion: '1', version: '3', state: 'verified' }]);
  });

  it('by our own rollback, a waiting request is judged against the new one, and its approvals still count', async () => {
    await open({ playbooks: await withoutChampionEvidence() });
    await promote('kim', 'churn-early-warning', '3');
    await votes('R-1', 'ben', 'tom');
    await promote('kim', 'churn-early-warning', '1');
    await vote('ben', 'R-2');
    await scene.advance(60_000);
    await rollBack('kim', 'churn-early-warning');
    await vote('kim', 'R-3');
    expect(await states()).toEqual(['verified', 'open', 'verified']);
    expect(scene.alias('churn-early-warning', 'production')).toBe('2');
    await vote('tom', 'R-2');
    expect(await states()).toEqual(['verified', 'verified', 'verified']);
    expect(scene.alias('churn-early-warning', 'production')).toBe('1');
    expect((await changes()).at(-1)).toEqual({ previousVersion: '2', version: '1', state: 'verified' });
    expect(scene.cards()[1]).toMatch(/^# Promoted: churn-early-warning v1 is production/);
    expect(scene.cards()[1]).toContain('replaced v2');
  });

  it('by our own rollback, evidence against the new one asks again those who care, and then goes on', async () => {
    await promotedAndRollbackAsked();
    scene.mlflow.outside.addVersion('fraud-scorer', {
      user: 'ana',
      metrics: { auc: 0.915, recall: 0.82, p99_latency_ms: 80 },
      datasets: { 'region=EU': { recall: 0.82 }, 'region=UK': { recall: 0.81 }, 'region=US': { recall: 0.83 } },
    });
    await promote('ana', 'fraud-scorer', '8');
    await votes('R-3', 'ben', 'tom');
    await votes('R-2', 'ana', 'mei');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await reread('fraud-scorer');
    const waiting = scene.card();
    expect(waiting).toMatch(/^# Promote fraud-scorer v8 to production\?/);
    expect(waiting).toContain('replaces v5');
    expect(waiting).toMatch(/approval of Ben de Vries does not count: .* changed since/);
    await votes('R-3', 'ben', 'jon', 'tom');
    expect(await states()).toEqual(['verified', 'verified', 'verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('8');
    expect((await changes()).at(-1)).toEqual({ previousVersion: '5', version: '8', state: 'verified' });
  });
});
