import { epochMs, type Instant } from './instant.ts';
import type { RunState, RunStep } from './pipeline.ts';

/** A run of the pipeline that an estimate is made for. */
export interface PastRun {
  /** Of the template it ran, null where that was not told. */
  readonly templateVersion: string | null;
  readonly state: RunState;
  readonly endedAt: Instant | null;
  /** Empty where they are not known. */
  readonly steps: readonly Pick<RunStep, 'name' | 'state' | 'startedAt' | 'endedAt'>[];
  /** What all of it was billed, as decimal text; null while no bill is known, which is not zero. */
  readonly billed: { readonly amount: string; readonly currency: string } | null;
}

/** A run of which it is known when it ended. */
export type EndedRun = PastRun & { readonly endedAt: Instant };

/** Runs to learn from, newest first. */
export interface ChosenRuns {
  readonly runs: readonly EndedRun[];
  /** What they have in common, as words that follow "a run of" and "runs of". */
  readonly of: 'this version' | 'other versions' | 'this pipeline';
}

/** What is older says less of the next run. */
const most = 5;

/** The newest of these runs: of the same template version if there are any, otherwise of whatever version. */
export function newest(runs: readonly EndedRun[], version: string | null): ChosenRuns {
  const same = runs.filter(({ templateVersion }) => version !== null && templateVersion === version);
  const chosen = same.length > 0 ? same : runs;
  const sorted = [...chosen].sort((a, b) => epochMs(b.endedAt) - epochMs(a.endedAt));
  const of = version === null ? 'this pipeline' : same.length > 0 ? 'this version' : 'other versions';
  return { runs: sorted.slice(0, most), of };
}

/** The runs that did what they were started for. */
export function succeeded(runs: readonly PastRun[]): readonly EndedRun[] {
  return runs.flatMap((run) =>
    run.state === 'succeeded' && run.endedAt !== null ? [{ ...run, endedAt: run.endedAt }] : [],
  );
}

/** `5 runs of this version, which ended from 3 Oct 2026 to 12 Nov 2026`; days are those of UTC. */
export function described({ runs, of }: ChosenRuns): string {
  const days = runs.map(({ endedAt }) => dayText(endedAt));
  const [last = '', first = ''] = [days[0], days.at(-1)];
  if (runs.length === 1) return `one run of ${of}, which ended on ${last}`;
  return `${runs.length} runs of ${of}, which ended ${first === last ? `on ${last}` : `from ${first} to ${last}`}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12 Nov 2026`, the day in UTC. */
export function dayText(instant: Instant): string {
  const date = new Date(epochMs(instant));
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
