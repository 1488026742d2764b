import type { CloudUsage } from '#domain/cloud-usage.ts';
import type { CostSource } from '#domain/cost.ts';
import type { PipelineRunner } from '#domain/pipeline.ts';
import type { EstimateCost } from '#domain/retraining.ts';
import type { MessageView } from '#sandbox/control.ts';
import { type LocalTraining, startLocalTraining, trainedBefore } from '#sandbox/local-training.ts';
import { addModel, northwind } from '#sandbox/mlflow/seed.ts';
import { type PretendMlflow, type PretendMlflowOptions, startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { registryHook } from '#sandbox/registry-hook.ts';
import { heldClock } from '#sandbox/slack/clock.ts';
import type { SlackOptions } from '#sandbox/slack/options.ts';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import { northwindVertex } from '#sandbox/vertex/seed.ts';
import { type PretendVertex, type PretendVertexOptions, startPretendVertex } from '#sandbox/vertex/server.ts';
import { outline, outlineView } from '#views/outline.ts';
import { startApp } from '../../src/app.ts';
import type { RunningApp } from '../../src/app-options.ts';
import type { HookTrust } from '../../src/connect-hooks.ts';
import type { ConnectionSecrets } from '../../src/connection-secrets.ts';
import { openLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { checkWorld } from '../faults/check-world.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { quick } from './limits.ts';

/**
 * A Wednesday morning, outside every freeze of the shipped playbooks; ahead of the database's own clock, since a lost
 * post is looked for among the messages that are no older than its effect.
 */
export const start = Date.parse('2036-11-26T10:00:00Z');

/** The history scopes of the manifest, which are optional: with them a lost post can be looked up. */
export const historyScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'usergroups:read',
  'users:read',
];

interface Actor {
  types(text: string, channel?: string): Promise<void>;
  /** Presses a button by its text: on the newest message of a channel that has it, or in the person's modal. */
  presses(button: string, place?: { channel?: string; message?: MessageView; modal?: true }): Promise<void>;
  /** Sends the person's modal, filled in by block id. */
  submits(values?: Readonly<Record<string, string>>): Promise<void>;
  /** The person's modal as text, or null. */
  modal(): string | null;
  /** What was last said to this person alone in a channel, as text. */
  told(channel?: string): string;
  /** What Countersign wrote to this person in direct messages, oldest first. */
  notes(): readonly string[];
}

export interface Scene {
  readonly slack: PretendSlack;
  readonly mlflow: PretendMlflow;
  readonly vertex: PretendVertex;
  /** Throws where the scene was opened without `training`. */
  readonly kubeflow: LocalTraining['kubeflow'];
  readonly app: RunningApp;
  readonly database: FreshDatabase;
  as(person: string): Actor;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
  /** The messages of a channel as text, oldest first. */
  channel(name: string): readonly string[];
  card(channel?: string): string;
  /** The cards of requests in a channel, oldest first. */
  cards(channel?: string): readonly string[];
  thread(channel?: string): readonly string[];
  alias(model: string, alias: string): string | null;
  advance(ms: number): Promise<void>;
  /** Starts the app once more beside the running one, over the same world; whoever calls it stops it. */
  another(processes: 'web' | 'worker' | 'all'): Promise<RunningApp>;
  restart(options?: { beforeStart?: () => Promise<void> | void }): Promise<void>;
  /** Comes to rest, checks the invariants of the world, and stops everything. */
  close(options?: { unchecked?: boolean }): Promise<void>;
}

export interface SceneOptions {
  readonly mode?: 'http' | 'socket';
  readonly slack?: Partial<SlackOptions>;
  readonly mlflow?: Partial<PretendMlflowOptions>;
  /** Northwind's pretend Kubeflow, whose training pipeline computes, with the model that it made before. */
  readonly training?: true;
  /** How the pretend Vertex AI differs. */
  readonly vertex?: PretendVertexOptions;
  /** How the app signs in at MLflow. */
  readonly mlflowAs?: { readonly username: string; readonly password: string };
  readonly playbooks?: string;
  /** Where the app finds the database, for one that lies behind something. */
  readonly databaseUrl?: (url: string) => string;
  readonly logTo?: (line: string) => void;
  /** What every connection is configured with besides. */
  readonly secrets?: Partial<ConnectionSecrets>;
  readonly hookTrust?: Partial<HookTrust>;
  /** Whether and where checkpoints of the ledger are signed; if left out, they are not. */
  readonly checkpoints?: { readonly place: string | null };
  /** What runs pipelines, over the scene's clock. */
  readonly estimateCost?: EstimateCost;
  /** Bills that can be read, by the connection's id. */
  readonly costs?: ReadonlyMap<string, CostSource>;
  readonly usage?: ReadonlyMap<string, CloudUsage>;
  readonly pipelines?: (now: () => number) => ReadonlyMap<string, PipelineRunner>;
}

/** The unchanged app over a pretend Slack and MLflow, with a database of its own. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const database = await freshDatabase();
  const clock = heldClock(start);
  const trained = options.training === undefined ? null : await trainedBefore(start);
  const mlflow = await startPretendMlflow({
    seed: (world) => {
      northwind(start)(world);
      if (trained !== null) addModel(world, trained, start);
    },
    clock: () => clock.now(),
    ...options.mlflow,
  });
  const training = trained === null ? null : await startLocalTraining(mlflow, () => clock.now(), null);
  const vertex = await startPretendVertex({
    seed: northwindVertex(start),
    clock: () => clock.now(),
    ...options.vertex,
  });
  const slack = await startPretendSlack({
    clock,
    rateLimits: 'off',
    registry: registryHook({ mlflow, vertex, ...(training === null ? {} : { kubeflow: training.kubeflow }) }),
    delivery: options.mode === 'socket' ? { mode: 'socket' } : { mode: 'http', requestUrl: null },
    ...options.slack,
  });
  const pipelines = options.pipelines?.(() => clock.now()) ?? (training === null ? new Map() : undefined);
  const run = (processes: 'web' | 'worker' | 'all' = 'all') =>
    startApp({
      checkpoints: options.checkpoints ?? null,
      databaseUrl: options.databaseUrl?.(database.url) ?? database.url,
      playbooksFolder: options.playbooks ?? 'playbooks',
      secret: new Secret('a secret of the tests, long enough'),
      slack: {
        botToken: new Secret('xoxb-local-bot-token'),
        transport:
          options.mode === 'socket'
            ? { mode: 'socket', appToken: new Secret('xapp-local-app-token') }
            : { mode: 'http', signingSecret: new Secret('local-signing-secret') },
        apiUrl: slack.apiUrl,
      },
      host: '127.0.0.1',
      port: 0,
      connection: (id) => ({
        url: id.startsWith('vertex')
          ? vertex.url
          : id === 'kubeflow' && training !== null
            ? training.kubeflow.url
            : mlflow.url,
        username: options.mlflowAs?.username ?? null,
        password: options.mlflowAs === undefined ? null : new Secret(options.mlflowAs.password),
        token: null,
        webhookSecret: new Secret('hook-secret'),
        ...options.secrets,
      }),
      log: openLog('info', { write: (line) => options.logTo?.(line) }),
      processes,
      paceMs: 0,
      // Each costs the server time, and scenes are many.
      connections: { statements: 4, jobs: 2 },
      ...(pipelines === undefined ? {} : { pipelines }),
      costs: options.costs ?? new Map(),
      usage: options.usage ?? new Map(),
      ...(options.estimateCost === undefined ? {} : { estimateCost: options.estimateCost }),
      now: () => clock.now(),
      ...(options.hookTrust === undefined ? {} : { hookTrust: options.hookTrust }),
      effectLimits: quick,
    });
  let app = await run();
  const point = () => slack.setRequestUrl(`http://127.0.0.1:${app.port}/slack/events`);
  point();
  const scene: Scene = {
    slack,
    mlflow,
    vertex,
    get kubeflow() {
      if (training === null) throw new Error('this scene has no pipelines');
      return training.kubeflow;
    },
    get app() {
      return app;
    },
    database,
    as: (person) => actorIn(scene, person),
    settled: () => app.settled(),
    channel: (name) => slack.see.messages(name).map(textOf),
    card: (channel = '#ml-approvals') => textOf(cardIn(slack, channel)),
    cards: (channel = '#ml-approvals') => cardsIn(slack, channel).map(textOf),
    thread: (channel = '#ml-approvals') =>
      slack.see.messages(channel, undefined, cardIn(slack, channel).ts).map(textOf),
    alias: (model, alias) => {
      const found = mlflow.outside.model(model)?.aliases.find((one) => one.alias === alias);
      return found === undefined ? null : String(found.version);
    },
    advance: async (ms) => {
      slack.act.advance(ms);
      await app.tick();
      await app.settled();
    },
    another: run,
    restart: async ({ beforeStart } = {}) => {
      await app.stop();
      await beforeStart?.();
      app = await run();
      point();
    },
    close: async ({ unchecked = false } = {}) => {
      try {
        if (!unchecked) await Promise.race([app.settled(), new Promise((done) => setTimeout(done, 15_000).unref())]);
        if (!unchecked) await checkWorld({ db: database.db, slack, mlflow, vertex });
      } finally {
        await app.stop();
        await slack.stop();
        await mlflow.close();
        await vertex.close();
        await training?.close();
        await database.close();
      }
    },
  };
  await app.settled();
  return scene;
}

function actorIn(scene: Scene, person: string): Actor {
  const { slack } = scene;
  const top = () => {
    const modal = slack.see.modal(person);
    if (modal === null) throw new Error(`${person} has no modal open`);
    return modal;
  };
  return {
    types: async (text, channel = '#ml-approvals') => {
      const [, command = '', rest = ''] = /^(\/\w+)\s*(.*)$/s.exec(text) ?? [];
      await slack.act.command({ as: person, channel, command, text: rest });
      await scene.settled();
    },
    presses: async (button, { channel = '#ml-approvals', message, modal } = {}) => {
      if (modal === true) {
        const { viewId, view } = top();
        const found = buttonIn(view['blocks'], button);
        if (found === null) throw new Error(`the modal of ${person} has no button ${button}`);
        await slack.act.press({ as: person, viewId, ...found });
      } else {
        const shown = message ?? slack.see.messages(channel, person).findLast(({ blocks }) => buttonIn(blocks, button));
        const found = buttonIn(shown?.blocks, button);
        if (shown === undefined || found === null) throw new Error(`no message in ${channel} has a button ${button}`);
        await slack.act.press({ as: person, channel: shown.channel, ts: shown.ts, ...found });
      }
      await scene.settled();
    },
    submits: async (values = {}) => {
      const { viewId, view } = top();
      const blocks = view['blocks'] as { block_id?: string; element?: { action_id: string } }[];
      const filled = Object.fromEntries(
        Object.entries(values).map(([blockId, value]) => {
          const element = blocks.find((block) => block.block_id === blockId)?.element;
          if (element === undefined) throw new Error(`the modal has no input ${blockId}`);
          return [blockId, { [element.action_id]: value }];
        }),
      );
      await slack.act.submit({ as: person, viewId, values: filled });
      await scene.settled();
    },
    modal: () => {
      const modal = slack.see.modal(person);
      return modal === null ? null : outlineView(modal.view);
    },
    told: (channel = '#ml-approvals') => {
      const last = slack.see.messages(channel, person).findLast(({ ephemeral }) => ephemeral);
      return last === undefined ? '' : textOf(last);
    },
    notes: () => {
      const { people, channels } = slack.see.workspace();
      const id = people.find(({ name }) => name === person)?.id ?? person;
      const direct = channels.find(({ kind, members }) => kind === 'direct' && members.includes(id));
      return direct === undefined ? [] : slack.see.messages(direct.id).map(textOf);
    },
  };
}

function cardsIn(slack: PretendSlack, channel: string): readonly MessageView[] {
  return slack.see.messages(channel).filter(({ user, threadTs }) => user === 'U0CSIGN01' && threadTs === null);
}

function cardIn(slack: PretendSlack, channel: string): MessageView {
  const card = cardsIn(slack, channel).at(-1);
  if (card === undefined) throw new Error(`there is no card in ${channel}`);
  return card;
}

function textOf({ blocks, text }: MessageView): string {
  return blocks.length === 0 ? text : outline(blocks);
}

function buttonIn(blocks: unknown, text: string): { blockId: string; actionId: string } | null {
  if (!Array.isArray(blocks)) return null;
  for (const block of blocks as { block_id?: string; accessory?: Button; elements?: Button[] }[]) {
    for (const element of [block.accessory, ...(block.elements ?? [])]) {
      if (element?.type !== 'button' || element.text?.text !== text) continue;
      return { blockId: block.block_id ?? '', actionId: element.action_id ?? '' };
    }
  }
  return null;
}

interface Button {
  readonly type: string;
  readonly action_id?: string;
  readonly text?: { readonly text: string };
}
