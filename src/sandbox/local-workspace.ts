import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '#errors.ts';
import { northwindBill, northwindBillTable } from './bigquery/northwind-bill.ts';
import type { PretendBigQuery } from './bigquery/server.ts';
import { isKeptStops, type KeptStops, keptStops, northwindUsage } from './cloud-usage/northwind-usage.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from './cloud-usage/server.ts';
import type { PretendKubeflow } from './kubeflow/server.ts';
import { isKeptTraining, type KeptTraining, startLocalTraining, trainedBefore } from './local-training.ts';
import { addModel, northwind } from './mlflow/seed.ts';
import { type PretendMlflow, startPretendMlflow } from './mlflow/server.ts';
import type { Snapshot } from './mlflow/state.ts';
import type { LateArrivalsMonitor } from './monitor/late-arrivals-monitor.ts';
import { northwindTour } from './northwind-tour.ts';
import { registryHook } from './registry-hook.ts';
import { liveClock } from './slack/clock.ts';
import type { SlackOptions } from './slack/options.ts';
import { type PretendSlack, startPretendSlack } from './slack/server.ts';
import { isWorkspaceState, type WorkspaceState } from './slack/state.ts';
import { northwindVertex } from './vertex/seed.ts';
import { type PretendVertex, startPretendVertex } from './vertex/server.ts';
import { isVertexSnapshot, type Snapshot as VertexSnapshot } from './vertex/state.ts';

export interface LocalWorkspaceOptions {
  /** Of the page and of the pretend Slack; 0 takes any free port. */
  readonly port: number;
  /** Where it is kept between runs; null keeps nothing. */
  readonly file: string | null;
  /** When it begins, in milliseconds since the epoch and not before now; now, if left out. */
  readonly startMs?: number;
  readonly slack?: Partial<SlackOptions>;
}

/** The pretend company: its Slack with the page, its MLflow, its Vertex AI, its pipelines and its bill. */
export interface LocalWorkspace {
  readonly slack: PretendSlack;
  readonly mlflow: PretendMlflow;
  readonly vertex: PretendVertex;
  readonly kubeflow: PretendKubeflow;
  /** Null where DuckDB, which answers for it, is not installed. */
  readonly bigquery: PretendBigQuery | null;
  readonly usage: PretendCloudUsage;
  readonly monitor: LateArrivalsMonitor;
  readonly save: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** How far back a new workspace's monitor tells of. */
const historyDays = 7;

interface Kept {
  readonly slack: WorkspaceState;
  readonly mlflow: Snapshot;
  /** Null in what was kept before there was one. */
  readonly vertex: VertexSnapshot | null;
  readonly training: KeptTraining | null;
  /** Null in what was kept before there was one. */
  readonly stops: KeptStops | null;
}

/** Starts on loopback only, from what was kept if anything was. Throws a ConfigError if the port is taken. */
export async function startLocalWorkspace(options: LocalWorkspaceOptions): Promise<LocalWorkspace> {
  const kept = options.file === null ? null : await readKept(options.file);
  const clock = liveClock();
  const now = () => clock.now();
  if (options.startMs !== undefined) clock.advance(Math.max(0, options.startMs - clock.now()));
  const baseMs = clock.now();
  const trained = kept === null ? await trainedBefore(baseMs) : null;
  const mlflow = await startPretendMlflow({
    seed: (world) => {
      northwind(baseMs)(world);
      if (trained !== null) addModel(world, trained, baseMs);
    },
    clock: now,
  });
  const vertex = await startPretendVertex({ seed: northwindVertex(baseMs), clock: now, operationMs: 45_000 });
  if (kept !== null) mlflow.restore(kept.mlflow);
  if (kept !== null && kept.vertex !== null) vertex.restore(kept.vertex);
  const training = await startLocalTraining(mlflow, now, kept?.training ?? null);
  const { kubeflow } = training;
  const bigquery = await startBill(now);
  const projects = northwindUsage(baseMs, vertex, kept?.stops ?? {});
  const usage = await startPretendCloudUsage({ projects, clock: now });
  const closeOthers = async () =>
    void (await Promise.all([mlflow.close(), vertex.close(), training.close(), usage.close(), bigquery?.close()]));
  try {
    const slack = await startPretendSlack({
      port: options.port,
      clock,
      registry: registryHook({ mlflow, vertex, kubeflow, usage, ...(bigquery === null ? {} : { bigquery }) }),
      tour: northwindTour,
      ...options.slack,
      snapshot: kept?.slack ?? null,
    });
    const save = async () => {
      if (options.file === null) return;
      await keep(options.file, {
        slack: slack.snapshot(),
        mlflow: mlflow.snapshot(),
        vertex: vertex.snapshot(),
        training: training.snapshot(),
        stops: keptStops(projects),
      });
    };
    return {
      slack,
      mlflow,
      vertex,
      kubeflow,
      bigquery,
      usage,
      monitor: training.monitor(kept === null ? historyDays : 0),
      save,
      stop: async () => {
        await save();
        await slack.stop();
        await closeOthers();
      },
    };
  } catch (error) {
    await closeOthers();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw portTaken(options.port, error);
    throw error;
  }
}

/** Months of a bill, and two to come: what lies ahead of the clock is not asked for yet. */
async function startBill(now: () => number): Promise<PretendBigQuery | null> {
  try {
    const { startPretendBigQuery } = await import('./bigquery/server.ts');
    const bigquery = await startPretendBigQuery({ clock: now });
    const rows = northwindBill(now(), { before: 130, after: 60 });
    await bigquery.put({ name: northwindBillTable, kind: 'detailed', rows });
    return bigquery;
  } catch (error) {
    // An optional package, which not every machine has.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

function portTaken(port: number, cause: Error): ConfigError {
  const sentence = `port ${port} is taken, perhaps by another demo: stop it, or choose one with npm run demo -- --port ${port + 1}`;
  return new ConfigError([sentence], { cause });
}

async function readKept(file: string): Promise<Kept | null> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isKept(kept)) return null;
    return {
      ...kept,
      vertex: 'vertex' in kept && isVertexSnapshot(kept.vertex) ? kept.vertex : null,
      training: 'training' in kept && isKeptTraining(kept.training) ? kept.training : null,
      stops: 'stops' in kept && isKeptStops(kept.stops) ? kept.stops : null,
    };
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      return null;
    throw error;
  }
}

function isKept(value: unknown): value is Omit<Kept, 'vertex' | 'training' | 'stops'> {
  if (typeof value !== 'object' || value === null || !('slack' in value) || !('mlflow' in value)) return false;
  return isWorkspaceState(value.slack) && isSnapshot(value.mlflow);
}

function isSnapshot(value: unknown): value is Snapshot {
  const lists = ['models', 'runs', 'loggedModels', 'experiments', 'webhooks', 'permissions'];
  return typeof value === 'object' && value !== null && lists.every((list) => Array.isArray(Reflect.get(value, list)));
}

async function keep(file: string, kept: Kept): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(kept));
  await rename(`${file}.new`, file);
}
