import type { EngineStep, EngineTemplate, StepOutput } from '#sandbox/pipelines/engine/engine.ts';
import { StepFailure } from '#sandbox/pipelines/engine/engine.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';

/** What the contract suite starts; for a real server, `vectors/contract-pipeline.yaml` is the same, compiled. */
export const contractPipeline = 'countersign-contract';

const nothing: StepOutput = { parameters: {}, metrics: {} };

function step(name: string, seconds: number, perform: EngineStep['perform']): EngineStep {
  const machine = { cpus: 2, memory: 4 };
  return { name, machine, image: 'python:3.12-slim', seconds: () => seconds, perform };
}

function template(version: string, createdMs: number): EngineTemplate {
  return {
    name: contractPipeline,
    version,
    title: 'Contract of Countersign',
    description: 'What the contract suite starts.',
    createdMs,
    inputs: [
      { name: 'window_days', type: 'NUMBER_INTEGER', description: 'How many days of data; none makes train fail.' },
      { name: 'rate', type: 'NUMBER_DOUBLE', default: 0.5, description: '' },
      { name: 'note', type: 'STRING', default: '', description: '' },
      { name: 'deep', type: 'BOOLEAN', default: false, description: '' },
      { name: 'regions', type: 'LIST', default: ['EU'], description: '' },
      { name: 'extra', type: 'STRUCT', default: {}, description: '' },
      { name: 'countersign_run', type: 'STRING', default: '', description: 'The key of the run.' },
    ],
    steps: [
      step('prepare', 60, async () => nothing),
      step('train', 120, async ({ parameters }) => {
        if (Number(parameters['window_days']) < 1) throw new StepFailure('There are no rows in a window of 0 days.');
        return { parameters: {}, metrics: { auc: Number(parameters['rate']) } };
      }),
      step('register', 30, async () => ({
        parameters: { countersign_model_version: 'contract-model@7' },
        metrics: {},
      })),
    ],
  };
}

/** An engine with two versions of the contract's pipeline, on a clock that a test moves. */
export function contractEngine(startMs = Date.parse('2026-11-24T09:00:00Z')) {
  let nowMs = startMs;
  const clock = () => nowMs;
  const templates = [template('v1', startMs - 2 * 86_400_000), template('v2', startMs - 86_400_000)];
  const engine = pipelineEngine({ clock, templates });
  return {
    engine,
    clock,
    move: (ms: number) => {
      nowMs += ms;
    },
  };
}
