import { connectWebhook } from '#adapters/pipelines/webhook/connect.ts';
import { type EngineStep, type EngineTemplate, StepFailure } from '#sandbox/pipelines/engine/engine.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';
import { type PretendReceiver, startPretendReceiver } from '#sandbox/webhook/server.ts';
import { estimated } from './estimates.ts';
import { playbooksFolder } from './playbooks-folder.ts';
import { openScene, type Scene, start } from './scene.ts';

/** What the receiver sent, to be delivered by the test: late, twice, in another order. */
type Sent = Awaited<ReturnType<PretendReceiver['report']>>[number];

/** A scene whose fraud scorer is trained by a receiver of webhooks, which tells of its runs by signed events. */
export interface ReceiverScene {
  readonly scene: Scene;
  readonly receiver: PretendReceiver;
  /** Asks for a run, with `epochs=…`; it starts at once. */
  ask(parameters?: string): Promise<void>;
  /** Moves the clock, for the receiver alone: nothing of ours looks. */
  pass(seconds: number): void;
  /** What the receiver has to tell now. */
  tells(): Promise<readonly Sent[]>;
  /** Sends an event to our hook; the status of the answer, once all that followed is done. */
  deliver(sent: Pick<Sent, 'headers' | 'body'> | undefined): Promise<number>;
  /** The newest message about a run, as text. */
  run(): string;
  close(): Promise<void>;
}

const nothing = { parameters: {}, metrics: {} };
const machine = { cpus: 2, memory: 4 };
const image = 'python:3.12-slim';

function step(name: string, seconds: number, perform: EngineStep['perform']): EngineStep {
  return { name, machine, image, seconds: () => seconds, perform };
}

const template: EngineTemplate = {
  name: 'fraud-training',
  version: 'v1',
  title: 'Fraud training',
  description: '',
  createdMs: start - 86_400_000,
  inputs: [{ name: 'epochs', type: 'STRING', default: '10', description: '' }],
  steps: [
    step('ingest', 60, async ({ parameters }) => {
      if (parameters['epochs'] === '0') throw new StepFailure('no epochs, no model');
      return nothing;
    }),
    step('train', 120, async () => ({ parameters: {}, metrics: { auc: 0.912 } })),
    step('register', 30, async () => ({ parameters: { countersign_model_version: 'fraud-scorer@7' }, metrics: {} })),
  ],
};

export async function receiverScene(manners: 'starts' | 'tells'): Promise<ReceiverScene> {
  const secret = 'hook-secret';
  let clock = () => start;
  const engine = pipelineEngine({ clock: () => clock(), templates: [template] });
  const receiver = await startPretendReceiver({ engine, secret, manners, clock: () => clock() });
  const folder = await playbooksFolder();
  await folder.edit(
    'org.yaml',
    '  - {id: kubeflow,',
    '  - {id: ci, kind: webhook, url: "http://ci.example"}\n  - {id: kubeflow,',
  );
  await folder.edit(
    'models.yaml',
    '    labels: {team: fraud, model: fraud-scorer}',
    '    labels: {team: fraud, model: fraud-scorer}\n    retrain: {connection: ci, pipeline: fraud-training, parameters: {}}',
  );
  const scene = await openScene({
    playbooks: folder.path,
    estimateCost: () => estimated('38.4'),
    pipelines: (now) => {
      clock = now;
      const options = { id: 'ci', url: receiver.url, secret, token: null, timeoutMs: 5000, clock: now };
      return new Map([['ci', connectWebhook(options)]]);
    },
  });
  return {
    scene,
    receiver,
    ask: async (parameters = 'epochs=20') => {
      await scene.as('ana').types(`/mlops retrain fraud-scorer ${parameters}`);
      await scene.as('ana').submits({ 'reason-code': 'drift' });
    },
    pass: (seconds) => scene.slack.act.advance(seconds * 1000),
    tells: () => receiver.report(),
    deliver: async (sent) => {
      if (sent === undefined) throw new Error('the receiver has nothing to tell');
      const url = `http://127.0.0.1:${scene.app.port}/hooks/ci`;
      const { status } = await fetch(url, { method: 'POST', headers: sent.headers, body: sent.body });
      await scene.settled();
      return status;
    },
    run: () =>
      scene.cards().findLast((text) => /\*?T-\d/.test(text) && !/^# (Started|Retrain |Promote)/.test(text)) ?? '',
    close: async () => {
      await scene.close();
      await receiver.close();
      await folder.remove();
    },
  };
}
