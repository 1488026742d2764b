import { sql } from 'drizzle-orm';
import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import { judgeDrift } from '#operations/drift/judge-model.ts';
import { takeDriftReports } from '#operations/drift/take-reports.ts';
import { syncModels } from '#operations/sync-models.ts';
import type { RunningApp } from '../src/app-options.ts';
import { bareRows } from './bare-rows.ts';
import type { Bench } from './bench.ts';
import { compare } from './distribution.ts';
import { inTurns } from './in-turns.ts';
import { type Observed, observed } from './observed.ts';
import { monitorSecret, programApp } from './program-setting.ts';
import { grid, table } from './report.ts';

const models = ['fraud-scorer', 'credit-limit', 'home-ranker', 'churn-early-warning'];
/** How many deliveries are under way at a time. */
const width = 32;
const minuteMs = 60_000;

interface Burst {
  readonly ingest: Observed;
  readonly handled: Observed;
  readonly judged: Observed;
  readonly bare: Observed;
  readonly sent: number;
  readonly stored: number;
  readonly accepted: number;
  readonly values: number;
}

/** A burst of drift events over HTTP, until all are stored, read and judged, beside bare inserts of the same rows. */
export const driftBurstBench: Bench = {
  name: 'drift',
  summary: '10,000 drift events in a burst beside bare inserts of the same rows',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { events: 1_000, bursts: 2 } : { events: 10_000, bursts: 3 };
    const around = await surroundings();
    const bursts: Burst[] = [];
    while (bursts.length < repetitions.bursts) {
      closing.check();
      say(`A burst of ${repetitions.events} drift events, ${bursts.length + 1} of ${repetitions.bursts}…`);
      const databaseUrl = await around.newDatabase(`burst${bursts.length}`);
      const slackUrl = around.slack.apiUrl;
      const app = await programApp(closing, { slackUrl, databaseUrl, urlOf: () => around.mlflow.url, now: Date.now });
      await readModels(app);
      bursts.push(await measureBurst(app, databaseUrl, repetitions.events));
      await app.stop();
    }
    return { text: [table(linesOf(bursts)), counts(bursts)], measured: { repetitions, bursts } };
  },
};

/** So that it is known which models there are. */
async function readModels({ setting }: RunningApp): Promise<void> {
  const registry = setting.registries.get('mlflow');
  if (registry === undefined) throw new Error('the shipped org.yaml has no mlflow');
  for (let done = false; !done; ) ({ done } = await syncModels(setting, registry));
}

async function measureBurst(app: RunningApp, databaseUrl: string, events: number): Promise<Burst> {
  const { setting } = app;
  const requests = Array.from({ length: events }, (_, index) => requestOf(index));
  // Every twentieth is sent again, as senders do that did not hear the answer.
  const all = [...requests, ...requests.filter((_, index) => index % 20 === 0)];
  const url = `http://127.0.0.1:${app.port}/hooks/monitor`;
  const post = async ({ id, body }: { id: string; body: string }) => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = signatureOf(monitorSecret, { id, timestamp, content: body });
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    const type = { 'content-type': 'application/cloudevents+json' };
    const response = await fetch(url, { method: 'POST', headers: { ...headers, ...type }, body });
    await response.arrayBuffer();
    if (response.status !== 202) throw new Error(`an event was answered ${response.status}`);
  };
  const ingest = await observed(() => inTurns(all, width, post));
  const waiting = async () => await counted(app, sql`select count(*) from hook_events where handled_at is null`);
  const handled = await observed(async () => {
    while ((await waiting()) > 0) await takeDriftReports(setting, 'monitor');
  });
  const judged = await observed(async () => {
    for (const modelName of models) await judgeDrift(setting, { registry: 'mlflow', modelName });
  });
  const bare = await bareRows(databaseUrl, ['hook_events', 'drift_reports', 'drift_points'], width);
  return {
    ingest,
    handled,
    judged,
    bare: await observed(() => bare.run()),
    sent: all.length,
    stored: await counted(app, sql`select count(*) from hook_events`),
    accepted: await counted(app, sql`select count(*) from hook_events where state = 'accepted'`),
    values: await counted(app, sql`select count(*) from drift_points`),
  };
}

async function counted({ setting }: RunningApp, query: ReturnType<typeof sql>): Promise<number> {
  return Number((await setting.db.execute(query)).rows[0]?.['count']);
}

/** One value of one of 50 features, at one of many moments, of one of the models. */
function requestOf(index: number): { id: string; body: string } {
  const name = models[index % models.length] ?? '';
  const feature = `feature-${Math.floor(index / models.length) % 50}`;
  const time = new Date(Date.now() - (1 + Math.floor(index / (models.length * 50))) * 15 * minuteMs).toISOString();
  const id = `burst-${index}`;
  const features = [{ name: feature, metric: 'psi', value: (index % 7) / 20, threshold: 0.25, comparator: '>' }];
  const data = { model: { registry: 'mlflow', name, version: '1' }, detector: 'bench/1', features };
  const type = 'io.countersign.drift.detected.v1';
  return { id, body: JSON.stringify({ specversion: '1.0', id, source: '/bench', type, time, data }) };
}

function linesOf(bursts: readonly Burst[]) {
  const whole = ({ ingest, handled, judged }: Burst, of: (seen: Observed) => number) =>
    of(ingest) + of(handled) + of(judged);
  const most = ({ ingest, handled, judged }: Burst) =>
    Math.max(...[ingest, handled, judged].map((one) => one.heapBytes));
  const line = (
    id: string,
    title: string,
    unit: 'ms' | 'MB',
    of: (burst: Burst) => number,
    floor: (burst: Burst) => number,
  ) => ({
    id: `drift-${id}`,
    title,
    unit,
    compared: compare(bursts.map((burst) => ({ countersign: of(burst), floor: floor(burst) }))),
  });
  const ms = ({ bare }: Burst) => bare.ms;
  return [
    line('whole', 'a burst: stored, read and judged', 'ms', (burst) => whole(burst, (seen) => seen.ms), ms),
    line('stored', '  verified, stored and answered over HTTP', 'ms', ({ ingest }) => ingest.ms, ms),
    line('read', '  read, resolved and kept as values', 'ms', ({ handled }) => handled.ms, ms),
    line('judged', '  every alert judged on them', 'ms', ({ judged }) => judged.ms, ms),
    line(
      'heap',
      '  heap above what it was',
      'MB',
      (burst) => most(burst) / 1e6,
      ({ bare }) => bare.heapBytes / 1e6,
    ),
  ];
}

function counts(bursts: readonly Burst[]): string {
  return grid(
    ['a burst', 'deliveries', 'events stored', 'accepted', 'values'],
    bursts.map(({ sent, stored, accepted, values }, index) => [
      `${index + 1}`,
      ...[sent, stored, accepted, values].map((count) => count.toLocaleString('en')),
    ]),
  );
}
