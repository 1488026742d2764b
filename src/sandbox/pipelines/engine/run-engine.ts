import { createHash } from 'node:crypto';
import {
  type EngineRun,
  type EngineStep,
  type EngineTemplate,
  type PipelineEngine,
  type StartOrder,
  StartRefusal,
  type StepContext,
} from './engine.ts';
import { type FaultSwitches, faultSwitches } from './engine-faults.ts';
import { filledIn } from './parameters.ts';
import { changeStep, close, enter, isOver, type LiveRun, newRun, outputsOf } from './run-changes.ts';
import { stepEnd } from './step-end.ts';

export interface EngineOptions {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly templates?: readonly EngineTemplate[];
  /** What chance there is in runs follows from it. */
  readonly seed?: number;
  /** How long a run waits before its first step; 20 where it is not given. */
  readonly queueSeconds?: number;
  /** How long a cancellation takes to take hold; 10 where it is not given. */
  readonly cancelSeconds?: number;
}

/** An engine that keeps everything in memory. */
export function pipelineEngine(options: EngineOptions): PipelineEngine {
  const { clock, seed = 1, queueSeconds = 20, cancelSeconds = 10 } = options;
  const switches = faultSwitches();
  const shelf = [...(options.templates ?? [])];
  const removed = new Set<string>();
  let runs = new Map<string, LiveRun>();
  let settled = Promise.resolve();

  const engine: Engine = {
    seed,
    switches,
    runs: () => runs,
    template: (run) => shelf.find(({ name, version }) => name === run.template && version === run.templateVersion),
  };
  const templates = (wanted?: string) =>
    shelf
      .filter(({ name }) => !removed.has(name) && (wanted === undefined || name === wanted))
      .toSorted((a, b) => b.createdMs - a.createdMs);

  function start(order: StartOrder): EngineRun {
    const { id, template: name, version } = order;
    if (runs.has(id)) throw new Error(`run ${id} was started before`);
    const template = templates(name).find((one) => version === undefined || one.version === version);
    if (template === undefined) throw new StartRefusal([`Pipeline ${name} ${version ?? ''} was not found.`]);
    const { parameters, problems } = filledIn(template.inputs, order.parameters);
    if (problems.length > 0) throw new StartRefusal(problems);
    const atMs = order.atMs ?? clock();
    const run = newRun({ ...order, parameters }, template, atMs, atMs + queueSeconds * 1000);
    runs.set(id, run);
    return structuredClone(run);
  }

  async function settleNow(): Promise<void> {
    for (;;) {
      const due = nextDue(runs, clock());
      if (due === null) return;
      await advance(engine, due);
    }
  }

  return {
    faults: switches.faults,
    templates,
    addTemplate(template) {
      removed.delete(template.name);
      shelf.push(template);
    },
    removeTemplate: (name) => void removed.add(name),
    start,
    runs: () => [...runs.values()].map((run) => structuredClone(run)),
    run: (id) => structuredClone(runs.get(id) ?? null),
    cancel(id) {
      const run = runs.get(id);
      if (run === undefined || isOver(run)) return false;
      if (run.state === 'cancelling') return true;
      enter(run, 'cancelling', clock());
      run.cancelMs = clock() + cancelSeconds * 1000;
      return true;
    },
    remove: (id) => runs.delete(id),
    settle() {
      settled = settled.then(settleNow, settleNow);
      return settled;
    },
    snapshot: () => [...runs.values()].map((run) => structuredClone(run)),
    restore(kept) {
      runs = new Map(kept.map((run) => [run.id, { cancelMs: null, ...structuredClone(run) }]));
    },
  };
}

interface Engine {
  readonly seed: number;
  readonly switches: FaultSwitches;
  readonly runs: () => ReadonlyMap<string, LiveRun>;
  readonly template: (run: EngineRun) => EngineTemplate | undefined;
}

function dueOf(run: LiveRun): number {
  return Math.min(run.dueMs ?? Number.POSITIVE_INFINITY, run.cancelMs ?? Number.POSITIVE_INFINITY);
}

function nextDue(runs: ReadonlyMap<string, LiveRun>, nowMs: number): LiveRun | null {
  let first: LiveRun | null = null;
  for (const run of runs.values()) {
    if (dueOf(run) <= nowMs && (first === null || dueOf(run) < dueOf(first))) first = run;
  }
  return first;
}

async function advance(engine: Engine, run: LiveRun): Promise<void> {
  const atMs = dueOf(run);
  if (run.cancelMs !== null && run.cancelMs <= atMs) return close(run, 'cancelled', atMs);
  const template = engine.template(run);
  if (template === undefined) {
    run.failure = { step: run.steps[0]?.name ?? '', message: 'The template of this run is not known any more.' };
    return close(run, 'failed', atMs);
  }
  const current = run.steps.find(({ state }) => state === 'running');
  const step = template.steps.find(({ name }) => name === current?.name);
  if (step === undefined) {
    if (run.state === 'pending') enter(run, 'running', atMs);
    run.startedMs = atMs;
    return beginNext(engine, run, template, atMs);
  }
  const end = await stepEnd(step, contextOf(engine, run, atMs), engine.switches);
  changeStep(run, step.name, { ...end, endedMs: atMs }, atMs);
  if (end.state === 'failed') {
    run.failure = { step: step.name, message: end.message };
    return close(run, 'failed', atMs);
  }
  beginNext(engine, run, template, atMs);
}

/** Goes on to the next step that takes time, through those that are not triggered or come from the cache. */
function beginNext(engine: Engine, run: LiveRun, template: EngineTemplate, atMs: number): void {
  for (const step of template.steps) {
    if (run.steps.find(({ name }) => name === step.name)?.state !== 'pending') continue;
    if (run.state === 'cancelling') return close(run, 'cancelled', atMs);
    const context = contextOf(engine, run, atMs);
    if (step.when?.(context) === false) {
      changeStep(run, step.name, { state: 'not_triggered' }, atMs);
      continue;
    }
    const cacheKey = step.cacheKey?.(context) ?? null;
    const output = cacheKey === null ? null : cached(engine, template.name, step, cacheKey);
    if (output !== null) {
      const change = { state: 'skipped', startedMs: atMs, endedMs: atMs, output, cacheKey } as const;
      changeStep(run, step.name, change, atMs);
      continue;
    }
    changeStep(run, step.name, { state: 'running', startedMs: atMs, cacheKey }, atMs);
    const lateness = 0.9 + 0.2 * (chance(engine.seed, run.id, step.name) / 2 ** 31);
    const ms = step.seconds(run.parameters) * 1000 * lateness * engine.switches.factor();
    run.dueMs = Number.isFinite(ms) ? Math.round(atMs + ms) : null;
    return;
  }
  close(run, 'succeeded', atMs);
}

function cached(engine: Engine, template: string, step: EngineStep, key: string) {
  const before = [...engine.runs().values()].filter((run) => run.template === template).flatMap(({ steps }) => steps);
  return (
    before.find(({ name, cacheKey, output }) => name === step.name && cacheKey === key && output !== null)?.output ??
    null
  );
}

function contextOf({ seed }: Engine, run: LiveRun, nowMs: number): StepContext {
  return {
    runId: run.id,
    parameters: run.parameters,
    outputs: outputsOf(run),
    startedMs: run.startedMs ?? run.createdMs,
    nowMs,
    seed: chance(seed, run.template, run.id),
  };
}

/** A number below 2³¹ that follows from what is given. */
function chance(...given: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(given)).digest().readUInt32BE(0) >>> 1;
}
