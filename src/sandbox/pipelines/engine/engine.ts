import type { ParameterValue } from '#domain/pipeline.ts';

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** An input that a template declares, in the words of the pipeline spec. Without a default it has to be given. */
export interface EngineInput {
  readonly name: string;
  readonly type: 'STRING' | 'NUMBER_INTEGER' | 'NUMBER_DOUBLE' | 'BOOLEAN' | 'LIST' | 'STRUCT';
  readonly default?: ParameterValue;
  readonly description: string;
}

/** What a step asks of machines; `memory` is GiB. */
export interface EngineMachine {
  readonly cpus: number;
  readonly memory: number;
  readonly accelerator?: { readonly type: string; readonly count: number };
}

/** What a step sees: the parameters with defaults filled in, what earlier steps gave out, and the data's present. */
export interface StepContext {
  readonly runId: string;
  readonly parameters: Parameters;
  readonly outputs: Readonly<Record<string, StepOutput>>;
  /** When the run started; data from after that does not exist for it. Milliseconds since the epoch. */
  readonly startedMs: number;
  /** When this step ends. */
  readonly nowMs: number;
  /** A 31-bit number that follows from the engine's seed, the template and the run's id. */
  readonly seed: number;
}

/** Output parameters as `countersign_model_version`, and the metadata of its metrics artifact (empty makes none). */
export interface StepOutput {
  readonly parameters: Parameters;
  readonly metrics: Readonly<Record<string, number>>;
}

/** One step of a template. Steps follow each other in the order given. */
export interface EngineStep {
  readonly name: string;
  readonly machine: EngineMachine;
  readonly image: string;
  /** How long it takes on the sandbox clock. */
  seconds(parameters: Parameters): number;
  /** Not triggered where this says no. */
  when?(context: StepContext): boolean;
  /** Equal keys of two runs let the second take the first one's outputs from the cache; absent is never cached. */
  cacheKey?(context: StepContext): string;
  /** Computes; runs when the clock passed the step's end. Throws a `StepFailure` with the message people read. */
  perform(context: StepContext): Promise<StepOutput>;
}

/** One version of a pipeline. */
export interface EngineTemplate {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly createdMs: number;
  readonly inputs: readonly EngineInput[];
  readonly steps: readonly EngineStep[];
}

/** A step that failed by itself; any other error is a bug of the sandbox. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/** `start` cannot begin: no such template, or the parameters do not fit it; one sentence each. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join(' '));
    this.problems = problems;
  }
}

export type EngineState = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelling' | 'cancelled';

/** `skipped` took its outputs from the cache. Outputs are there once it succeeded or was skipped. */
export interface EngineRunStep {
  readonly name: string;
  readonly state: Exclude<EngineState, 'cancelling'> | 'skipped' | 'not_triggered';
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly message: string | null;
  readonly output: StepOutput | null;
  /** Where it was given; see `EngineStep.cacheKey`. */
  readonly cacheKey: string | null;
}

/** A run as it stands now: plain JSON. `history` has every state it was in, oldest first. */
export interface EngineRun {
  readonly id: string;
  readonly template: string;
  readonly templateVersion: string;
  readonly parameters: Parameters;
  readonly state: EngineState;
  readonly createdMs: number;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** Of the last change of the run or of any of its steps. */
  readonly updatedMs: number;
  readonly failure: { readonly step: string; readonly message: string } | null;
  readonly history: readonly { readonly state: EngineState; readonly atMs: number }[];
  readonly steps: readonly EngineRunStep[];
  /** When something happens to it next; null where nothing will. */
  readonly dueMs: number | null;
}

export interface StartOrder {
  /** The server's own id for it; a second start under the same id is a bug of the server. */
  readonly id: string;
  readonly template: string;
  /** The newest where it is not given. */
  readonly version?: string;
  readonly parameters: Parameters;
  /** Present time where it is not given; an earlier one makes history, as for a seed. */
  readonly atMs?: number;
}

/** What may go wrong inside pipelines, until it is cleared. */
export interface EngineFaults {
  /** The step of that name fails with the message, in the next `times` runs that reach it (all, where not given). */
  failStep(step: string, message: string, times?: number): void;
  /** Steps that start from now on take so many times as long; Infinity never ends. */
  slow(factor: number): void;
  clear(): void;
}

/**
 * Runs pipelines on a sandbox clock: a clock that moved makes steps due, and `settle` computes what is due, in the order
 * of its time. A server settles before it answers, and then reads; reading alone never changes anything.
 */
export interface PipelineEngine {
  readonly faults: EngineFaults;
  /** Newest version first; empty where there is none of that name. */
  templates(name?: string): readonly EngineTemplate[];
  /** Adds a template, or a newer version of one. */
  addTemplate(template: EngineTemplate): void;
  /** The template gone: runs that were started from it go on. */
  removeTemplate(name: string): void;
  /** Throws a `StartRefusal`. */
  start(order: StartOrder): EngineRun;
  /** Oldest first. */
  runs(): readonly EngineRun[];
  run(id: string): EngineRun | null;
  /** Asks for an end: what is running may still come first. False for a run that is over or absent. */
  cancel(id: string): boolean;
  /** The run gone as if it had never been, also one that is under way. False where there was none. */
  remove(id: string): boolean;
  settle(): Promise<void>;
  snapshot(): readonly EngineRun[];
  restore(runs: readonly EngineRun[]): void;
}
