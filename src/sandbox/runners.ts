import type { PipelineRunner } from '#domain/pipeline.ts';
import { startPretendKubeflow } from './kubeflow/server.ts';
import type { PipelineEngine } from './pipelines/engine/engine.ts';
import { startPretendVertexPipelines } from './vertex-pipelines/server.ts';
import { startPretendReceiver } from './webhook/server.ts';

/** What every pretend runner can do: an adapter's kind without a line here does not compile. */
export interface PretendRunner {
  readonly url: string;
  close(): Promise<void>;
}

/** The secret of the pretend receiver of webhooks, which runs on loopback only. */
export const receiverSecret = 'secret-of-the-pretend-receiver';

/** Each starts on a free port of loopback, over an engine and the clock that it runs by. */
export const pretendRunners = {
  kubeflow: (engine, clock) => startPretendKubeflow({ engine, clock }),
  'vertex-pipelines': (engine, clock) => startPretendVertexPipelines({ engine, clock }),
  webhook: (engine, clock) => startPretendReceiver({ engine, clock, secret: receiverSecret }),
} satisfies Readonly<
  Record<PipelineRunner['kind'], (engine: PipelineEngine, clock: () => number) => Promise<PretendRunner>>
>;
