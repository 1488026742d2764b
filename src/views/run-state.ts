import type { Instant } from '#domain/instant.ts';
import type { RunState, RunStep } from '#domain/pipeline.ts';
import { label } from './clean.ts';
import type { EvidenceRow } from './request-facts.ts';
import type { ShownRetraining } from './retraining.ts';

/** As the engine has it, or what became of it where the engine says nothing. */
type ShownRunState = RunState | 'starting' | 'not_started' | 'gone';

/** A metric or a check of what a run made; `status` is null where nobody judges it. */
export interface ResultRow extends Omit<EvidenceRow, 'status'> {
  readonly status: EvidenceRow['status'] | null;
}

/** What a run that succeeded made, beside what holds the alias that it would be promoted to. */
export interface ShownResult {
  readonly version: string | null;
  readonly target: string | null;
  readonly championVersion: string | null;
  readonly rows: readonly ResultRow[];
  /** What could not be had, or why no promotion was asked for, as a sentence. */
  readonly note: string | null;
}

/** Everything a message about a run shows. */
export interface ShownRun {
  /** As `T-3`. */
  readonly run: string;
  readonly model: string;
  /** The shell's own key of the model. */
  readonly modelKey: string;
  readonly engine: string;
  readonly pipeline: string;
  readonly registry: string;
  readonly requester: string;
  /** The request that started it, as `R-12`. */
  readonly request: string;
  readonly plan: Pick<ShownRetraining, 'because' | 'estimate'>;
  readonly reason: string | null;
  readonly state: ShownRunState;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly steps: readonly RunStep[];
  readonly failure: { readonly step: string | null; readonly message: string } | null;
  /** Since when the engine has not answered, if it has not; what is shown is from before. */
  readonly silentSince: Instant | null;
  /** Who asked that it be ended, and why the engine would not, if so. */
  readonly cancelledBy: string | null;
  readonly cancelRefused: string | null;
  /** Null until it was read. */
  readonly result: ShownResult | null;
  /** The request for its promotion, as `R-13`, if it was opened by itself. */
  readonly promotion: string | null;
  readonly url: string | null;
  /** Opaque: what a press on this message carries. */
  readonly press: string;
}

/** Whether it can still change. */
export function isUnderWay({ state }: Pick<ShownRun, 'state'>): boolean {
  return ['starting', 'queued', 'running', 'paused', 'cancelling'].includes(state);
}

/** `train: out of memory`, as far as it is said. */
export function failureText({ failure, engine }: Pick<ShownRun, 'failure' | 'engine'>): string {
  if (failure === null) return `${label(engine, 40)} does not say why.`;
  const message = label(failure.message === '' ? 'no message' : failure.message, 400);
  return failure.step === null ? message : `${label(failure.step, 60)}: ${message}`;
}
