import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { DriftReport } from '#domain/drift.ts';
import { judgeDrift } from '#operations/drift/judge-model.ts';
import { retryDriftReports } from '#operations/drift/retry-reports.ts';
import { takeDriftReports } from '#operations/drift/take-reports.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import type { Jobs, Setting } from '#operations/setting.ts';
import { takeHook } from '#operations/take-hook.ts';
import type { AlertRule } from '#playbook/keys.ts';
import { recordModels } from '#store/models.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../../support/database.ts';

export const base = Date.parse('2026-11-26T10:00:00Z');
const workspaceId = 'T1';

/** Minutes are after `base`. */
interface Told {
  readonly id: string;
  readonly minutes: number;
  readonly value: number | null;
  readonly model?: string;
  readonly metric?: string;
  readonly version?: string | null;
}

export interface DriftDesk {
  readonly database: FreshDatabase;
  readonly setting: Setting;
  /** The jobs that wait, in order. */
  readonly waiting: { readonly name: keyof Jobs; readonly data: object }[];
  passes(minutes: number): void;
  /** Stores a delivery that reports a signal of a model, js_divergence unless another is named. */
  sends(told: Told & { readonly connection?: string }): Promise<void>;
  /** Carries out the job that has waited the longest; its name. */
  works(): Promise<string | null>;
  /** Carries out jobs until none waits. */
  rests(): Promise<void>;
  /** Begin and end of the alerts of a model, oldest first, without those that were taken back. */
  alerts(model?: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface Desk {
  /** Models of the catalogue that have `noisy` as their monitor. */
  readonly monitored?: readonly string[];
  /** Whether every alert is one of each feature. */
  readonly byFeature?: boolean;
}

/** Drift operations over a database, whose jobs wait until the test carries them out. */
export async function driftDesk({ monitored = [], byFeature = false }: Desk = {}): Promise<DriftDesk> {
  const database = await freshDatabase();
  await addWorkspace(database.db, workspaceId);
  const shipped = await readPlaybooks('playbooks');
  const models = shipped.models.models.map((entry) =>
    monitored.includes(entry.id)
      ? { ...entry, monitors: [{ connection: 'noisy', signals: ['js_divergence'] }] }
      : entry,
  );
  const grouped = (alert: AlertRule): AlertRule => ({ ...alert, groupBy: ['model', 'signal', 'feature'] });
  const playbooks = shipped.playbooks.map((one) =>
    byFeature && one.alerts !== undefined ? { ...one, alerts: one.alerts.map(grouped) } : one,
  );
  const set = { ...shipped, playbooks, models: { ...shipped.models, models } };
  const seen = {
    workspaceId,
    registry: 'mlflow',
    description: '',
    tags: {},
    latestVersion: '5',
    seenAt: new Date(base),
  };
  const named = { 'fraud-scorer': 'fraud/scorer', 'home-ranker': 'recs/ranker' };
  await recordModels(
    database.db,
    Object.entries(named).map(([name, modelId]) => ({ ...seen, name, modelId, aliases: { production: '5' } })),
  );
  let nowMs = base;
  const waiting: DriftDesk['waiting'] = [];
  const setting = {
    workspaceId,
    db: database.db,
    now: () => new Date(nowMs).toISOString(),
    newId: randomUUID,
    sendJob: async (_: unknown, name: keyof Jobs, data: object) => {
      const same = (one: { name: string; data: object }) =>
        one.name === name && JSON.stringify(one.data) === JSON.stringify(data);
      if (!waiting.some(same)) waiting.push({ name, data });
    },
    playbooks: () => ({ set, digest: 'sha256:x', number: 1 }),
    drift: {
      hooks: new Set(['noisy', 'quiet']),
      drillable: () => null,
      monitors: new Map(),
      read: (_: string, { rawBody }: { rawBody: Uint8Array }) => ({
        ok: true,
        reports: [JSON.parse(Buffer.from(rawBody).toString('utf8')) as DriftReport],
      }),
    },
  } as unknown as Setting;
  const works = async () => {
    const job = waiting.shift();
    if (job === undefined) return null;
    const data = job.data as { connection: string; registry: string; modelName: string };
    if (job.name === 'take-drift-reports') await takeDriftReports(setting, data.connection);
    if (job.name === 'judge-drift') await judgeDrift(setting, data);
    if (job.name === 'retry-drift-reports') await retryDriftReports(setting);
    return job.name;
  };
  return {
    database,
    setting,
    waiting,
    passes: (minutes) => void (nowMs += minutes * 60_000),
    sends: async ({ connection = 'noisy', ...told }) => {
      const rawBody = Buffer.from(JSON.stringify(reportOf(told)));
      const news = { kind: 'drift', headers: {}, translation: null } as const;
      await takeHook(setting, { connection, id: told.id, rawBody, news });
    },
    works,
    rests: async () => {
      while ((await works()) !== null);
    },
    alerts: async (model = 'fraud-scorer') => {
      const { rows } = await database.db.execute(
        sql`select opened_at, cleared_at from drift_alerts
          where model_name = ${model} and kind = 'drift' and retracted_at is null order by opened_at`,
      );
      return rows.map(({ opened_at: from, cleared_at: to }) => `${String(from)} to ${String(to)}`);
    },
    close: () => database.close(),
  };
}

/** What a monitor says of one feature. */
export function reportOf({
  id,
  minutes,
  value,
  model = 'fraud-scorer',
  metric = 'js_divergence',
  version = '5',
}: Told): DriftReport {
  return {
    id,
    status: 'breach',
    watched: { registry: 'mlflow', model, version, environment: 'production', deployed: null },
    window: null,
    at: new Date(base + minutes * 60_000).toISOString(),
    baseline: null,
    detector: 'test/1',
    reportUrl: null,
    readings: [{ feature: 'amount', metric, value, threshold: 0.1, comparator: '>=', breach: true }],
    drill: false,
  };
}
