import { sql } from 'drizzle-orm';
import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import { type PlaybooksFolder, playbooksFolder } from './playbooks-folder.ts';
import { openScene, type Scene, start } from './scene.ts';

export const minutes = 60_000;

/** What a monitor says of js_divergence, as `drift-events` takes it. */
export interface Told {
  readonly id: string;
  /** Minutes after the scene began as of which it is. */
  readonly at: number;
  readonly value?: number | string;
  readonly feature?: string;
  readonly model?: string;
  readonly version?: string | null;
  readonly drill?: boolean;
}

/** A scene with a monitor called `evidently`, which watches the fraud scorer. */
export interface DriftScene {
  readonly scene: Scene;
  readonly folder: PlaybooksFolder;
  /** Sends one report, signed, and waits until all that follows is done; the status of the answer. */
  tells(told: Told): Promise<number>;
  /** Sends bytes as they are. */
  sends(id: string, body: string): Promise<number>;
  /** What became of what was sent, by its id. */
  outcomes(): Promise<Readonly<Record<string, string>>>;
  alerts(): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Adds the monitor to the connections of a folder of playbooks. */
export async function addMonitor(folder: PlaybooksFolder): Promise<void> {
  await folder.edit('org.yaml', '  - {id: kubeflow,', '  - {id: evidently, kind: drift-events}\n  - {id: kubeflow,');
}

/** Sends bytes to the monitor's hook, signed, and waits until all that follows is done; the status of the answer. */
async function sendToHook(scene: Scene, id: string, body: string): Promise<number> {
  const timestamp = String(Math.floor(scene.slack.clock.now() / 1000));
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf('hook-secret', { id, timestamp, content: body }),
    'content-type': 'application/cloudevents+json',
  };
  const url = `http://127.0.0.1:${scene.app.port}/hooks/evidently`;
  const { status } = await fetch(url, { method: 'POST', headers, body });
  await scene.settled();
  return status;
}

/** Sends one report to a scene's monitor hook. */
export async function tellDrift(scene: Scene, told: Told): Promise<number> {
  return await sendToHook(scene, `d-${told.id}`, JSON.stringify(eventOf(told)));
}

export async function driftScene(): Promise<DriftScene> {
  const folder = await playbooksFolder();
  await addMonitor(folder);
  const scene = await openScene({ playbooks: folder.path });
  await scene.settled();
  const rows = async (query: ReturnType<typeof sql>) => (await scene.database.db.execute(query)).rows;
  return {
    scene,
    folder,
    sends: async (id, body) => await sendToHook(scene, id, body),
    tells: async (told) => await tellDrift(scene, told),
    outcomes: async () =>
      Object.fromEntries(
        (await rows(sql`select external_id, state, because from hook_events where source like '%:evidently'`)).map(
          ({ external_id: id, state, because }) => [String(id), `${String(state)}: ${String(because)}`],
        ),
      ),
    alerts: async () =>
      await rows(sql`select number, kind, feature, version, drill, opened_at, cleared_at, told_at is not null as told,
        escalated_to, because from drift_alerts order by number`),
    close: async () => {
      await scene.close();
      await folder.remove();
    },
  };
}

function eventOf({ id, at, value = 0.5, feature = 'amount', model = 'fraud-scorer', version = null, drill }: Told) {
  const end = new Date(start + at * minutes).toISOString();
  return {
    specversion: '1.0',
    id,
    source: '/monitors/fraud',
    type: 'io.countersign.drift.detected.v1',
    time: end,
    data: {
      model: { registry: 'mlflow', name: model, environment: 'production', ...(version === null ? {} : { version }) },
      window: { start: new Date(start + (at - 60) * minutes).toISOString(), end },
      status: 'breach',
      detector: 'evidently/0.7.21',
      ...(drill === true ? { drill: true } : {}),
      features: [{ name: feature, metric: 'js_divergence', value, threshold: 0.1, comparator: '>=', breach: true }],
    },
  };
}
