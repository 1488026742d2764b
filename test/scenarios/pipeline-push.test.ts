import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UpstreamError } from '#errors.ts';
import { estimated } from '../support/estimates.ts';
import { type MemoryRunner, memoryRunner, step } from '../support/memory-runner.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { account, audience, bearer, certificates, secondsFromNow } from '../support/push-tokens.ts';
import { openScene, type Scene } from '../support/scene.ts';

const entry = {
  insertId: 'abc1',
  logName: 'projects/northwind-ml/logs/aiplatform.googleapis.com%2Fpipeline_job_events',
  timestamp: '2036-11-26T10:01:00Z',
};
const wrapped = (messageId: string, data: object = entry) => ({
  message: { data: Buffer.from(JSON.stringify(data)).toString('base64'), messageId, attributes: {} },
  subscription: 'projects/northwind-ml/subscriptions/countersign',
  deliveryAttempt: 1,
});

describe('a push of Pub/Sub about pipelines', { timeout: 60_000 }, () => {
  let scene: Scene;
  let engine: MemoryRunner;
  let folder: PlaybooksFolder;
  let keys: () => Promise<Readonly<Record<string, string>>>;
  beforeEach(async () => {
    folder = await playbooksFolder();
    const vertex = 'kind: vertex-pipelines, project: northwind-ml, location: europe-west4';
    await folder.edit('org.yaml', '  - {id: kubeflow,', `  - {id: vx, ${vertex}}\n  - {id: kubeflow,`);
    const retrain = 'retrain: {connection: vx, pipeline: fraud-training, parameters: {dataset: transactions}}';
    const labels = '    labels: {team: fraud, model: fraud-scorer}';
    await folder.edit('models.yaml', labels, `${labels}\n    ${retrain}`);
    let clock = () => 0;
    engine = memoryRunner(() => clock(), 'vx');
    keys = async () => certificates;
    scene = await openScene({
      playbooks: folder.path,
      estimateCost: () => estimated('38.4'),
      pipelines: (now) => {
        clock = now;
        return new Map([['vx', engine.runner]]);
      },
      secrets: { pushAudience: audience, pushAccount: account },
      hookTrust: { certificates: () => keys() },
    });
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20');
    await scene.as('ana').submits({ 'reason-code': 'drift' });
    engine.change({ state: 'running', steps: [step('ingest', 'running', '2036-11-26T10:01:00.000Z')] });
    // Not long enough for the usual look.
    scene.slack.act.advance(6_000);
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const push = async (
    body: object | string,
    authorization: string | null = bearer(),
    more: Readonly<Record<string, string>> = {},
  ) => {
    const { status } = await fetch(`http://127.0.0.1:${scene.app.port}/hooks/vx`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }), ...more },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    await scene.settled();
    return status;
  };
  const stored = async () =>
    (await scene.database.db.execute(sql`select external_id from hook_events where source like '%:vx'`)).rows.map(
      ({ external_id }) => external_id,
    );
  const run = () => scene.cards().at(-1) ?? '';
  const listings = () => engine.calls.filter((call) => call.startsWith('listRuns')).length;

  it('has the runs followed at once, wrapped or not', async () => {
    expect(run()).toContain('… Waiting for its turn');
    expect(await push(wrapped('136'))).toBe(202);
    expect(run()).toContain('▶ ingest since');
    engine.change({ state: 'paused' });
    scene.slack.act.advance(6_000);
    expect(await push(entry, bearer(), { 'x-goog-pubsub-message-id': '137' })).toBe(202);
    expect(run()).toContain('Paused in');
    expect(await stored()).toEqual(['136', '137']);
  });

  it('that is repeated, also by somebody who recorded it, is taken once', async () => {
    await push(wrapped('136'));
    const before = listings();
    scene.slack.act.advance(6_000);
    expect(await push(wrapped('136'))).toBe(202);
    expect(await push(wrapped('136', { ...entry, insertId: 'abc2' }))).toBe(202);
    expect(listings()).toBe(before);
    expect(await stored()).toEqual(['136']);
  });

  it('that follows another within seconds makes no listing of its own', async () => {
    await push(wrapped('136'));
    const before = listings();
    for (const id of ['137', '138', '139']) expect(await push(wrapped(id))).toBe(202);
    expect(listings()).toBe(before);
    engine.change({ state: 'paused' });
    scene.slack.act.advance(5_000);
    await expect.poll(listings, { timeout: 20_000 }).toBe(before + 1);
    await scene.settled();
    expect(run()).toContain('Paused in');
  });

  it.each([
    ['without a token', () => null],
    ['for another audience', () => bearer({ aud: 'https://other.example' })],
    ['of another account', () => bearer({ email: 'somebody@northwind-ml.iam.gserviceaccount.com' })],
    ['that is expired', () => bearer({ iat: secondsFromNow(-7200), exp: secondsFromNow(-3600) })],
    ['that is forged', () => bearer({}, { by: 'stranger' })],
  ])('%s is refused, and nothing is stored', async (_name, header) => {
    expect(await push(wrapped('136'), header())).toBe(401);
    expect(await stored()).toEqual([]);
    expect(run()).toContain('… Waiting for its turn');
  });

  it('is asked for again while nobody can tell whether it is genuine', async () => {
    keys = async () => {
      throw new UpstreamError('Google', 'Google gave no keys.', { retryable: true });
    };
    expect(await push(wrapped('136'))).toBe(503);
    expect(await stored()).toEqual([]);
    keys = async () => certificates;
    expect(await push(wrapped('136'))).toBe(202);
    expect(run()).toContain('▶ ingest since');
  });

  it('of something else, or that cannot be read, is taken so that it does not come again, and means nothing', async () => {
    const before = listings();
    expect(await push(wrapped('136', { ...entry, logName: 'projects/p/logs/other' }))).toBe(202);
    expect(await push('no JSON')).toBe(202);
    expect(await stored()).toHaveLength(2);
    expect(listings()).toBe(before);
  });

  it('is not obeyed while the engine asked us to wait', async () => {
    engine.fault('listRuns', { retryAfterMs: 600_000 });
    await scene.advance(21_000);
    const before = listings();
    scene.slack.act.advance(30_000);
    expect(await push(wrapped('136'))).toBe(202);
    expect(listings()).toBe(before);
  });
});
