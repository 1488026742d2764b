import type { EngineRun, EngineRunStep, EngineState, EngineTemplate, StartOrder, StepOutput } from './engine.ts';

/** A run as the engine keeps it: what the outside reads, and when a cancellation takes hold. */
export type LiveRun = { -readonly [Key in keyof EngineRun]: EngineRun[Key] } & { cancelMs: number | null };

export function newRun(order: StartOrder, template: EngineTemplate, atMs: number, dueMs: number): LiveRun {
  return {
    id: order.id,
    template: template.name,
    templateVersion: template.version,
    parameters: order.parameters,
    state: 'pending',
    createdMs: atMs,
    startedMs: null,
    endedMs: null,
    updatedMs: atMs,
    failure: null,
    history: [{ state: 'pending', atMs }],
    steps: template.steps.map(({ name }) => waiting(name)),
    dueMs,
    cancelMs: null,
  };
}

function waiting(name: string): EngineRunStep {
  return { name, state: 'pending', startedMs: null, endedMs: null, message: null, output: null, cacheKey: null };
}

export function isOver({ state }: EngineRun): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

export function enter(run: LiveRun, state: EngineState, atMs: number): void {
  run.state = state;
  run.updatedMs = atMs;
  run.history = [...run.history, { state, atMs }];
}

/** The end of a run: what runs is cancelled, and what waits is not reached. */
export function close(run: LiveRun, state: 'succeeded' | 'failed' | 'cancelled', atMs: number): void {
  enter(run, state, atMs);
  run.endedMs = atMs;
  run.dueMs = null;
  run.cancelMs = null;
  run.steps = run.steps.map((step) => {
    if (step.state === 'running') return { ...step, state: 'cancelled', endedMs: atMs };
    return step.state === 'pending' ? { ...step, state: 'not_triggered' } : step;
  });
}

export function changeStep(run: LiveRun, name: string, change: Partial<EngineRunStep>, atMs: number): void {
  run.steps = run.steps.map((step) => (step.name === name ? { ...step, ...change } : step));
  run.updatedMs = atMs;
}

/** What the steps that came to an end gave out, by step. */
export function outputsOf(run: EngineRun): Record<string, StepOutput> {
  return Object.fromEntries(run.steps.flatMap(({ name, output }) => (output === null ? [] : [[name, output]])));
}
