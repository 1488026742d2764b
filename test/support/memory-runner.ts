import type { PipelineRun, PipelineRunner, PipelineTemplate, RunOrder, RunStep } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';

type Method = 'describe' | 'start' | 'findRun' | 'getRun' | 'listRuns' | 'cancel';

/** What becomes of a call: `lost` is done all the same, but no answer comes. */
type Fault = 'down' | 'lost' | 'forbidden' | { readonly retryAfterMs: number };

export interface MemoryRunner {
  readonly runner: PipelineRunner;
  /** The calls in their order, as `start countersign-…`. */
  readonly calls: readonly string[];
  readonly runs: ReadonlyMap<string, PipelineRun>;
  readonly orders: readonly RunOrder[];
  readonly templates: Map<string, PipelineTemplate>;
  /** The next calls of a method meet these, one each; `forever` until it is called again with nothing. */
  fault(method: Method, ...faults: readonly Fault[]): void;
  faultForever(method: Method, fault: Fault | null): void;
  /** Runs before each call of a method is answered, until another hook takes its place. */
  before(method: Method, hook: (() => Promise<void> | void) | null): void;
  /** What the engine does with the run that was started last, or the one named. */
  change(change: Partial<PipelineRun>, id?: string): void;
  remove(id?: string): void;
  startForeign(): string;
  lastId(): string;
}

export const trainer: PipelineTemplate = {
  pipeline: 'fraud-training',
  title: 'Fraud training',
  version: 'v3',
  inputs: [
    { name: 'epochs', type: 'integer', required: false, default: 10, description: 'Passes over the data' },
    { name: 'rate', type: 'number', required: false, default: 0.1, description: 'Learning rate' },
    { name: 'dataset', type: 'text', required: true, default: null, description: 'Table to read' },
    { name: 'balance', type: 'boolean', required: false, default: false, description: 'Weigh rare classes' },
  ],
  machines: [],
};

export function step(
  name: string,
  state: RunStep['state'],
  from: string | null = null,
  to: string | null = null,
): RunStep {
  return { name, state, startedAt: from, endedAt: to, message: null };
}

const final = ['succeeded', 'failed', 'cancelled'];

/** A pipelines engine in memory, fair as the port asks: one run a key, deleted runs gone, failures as engines have them. */
export function memoryRunner(now: () => number, id = 'kubeflow'): MemoryRunner {
  const runs = new Map<string, PipelineRun>();
  const orders: RunOrder[] = [];
  const calls: string[] = [];
  const templates = new Map([[trainer.pipeline, trainer]]);
  const next = new Map<Method, Fault[]>();
  const always = new Map<Method, Fault>();
  const hooks = new Map<Method, () => Promise<void> | void>();
  const title = 'Kubeflow Pipelines';
  const at = () => new Date(now()).toISOString();
  let made = 0;

  async function call<T>(method: Method, about: string, work: () => T): Promise<T> {
    calls.push(`${method} ${about}`);
    await hooks.get(method)?.();
    const fault = next.get(method)?.shift() ?? always.get(method);
    if (fault === undefined) return work();
    if (fault === 'lost') work();
    throw failure(fault);
  }

  function failure(fault: Fault): UpstreamError {
    if (fault === 'down') return new UpstreamError(title, `${title} did not answer.`, { status: 503, retryable: true });
    if (fault === 'lost') {
      return new UpstreamError(title, `${title} did not answer in time.`, { retryable: true, ambiguous: true });
    }
    if (fault === 'forbidden') {
      const sentence = `${title} refused: the service account lacks pipelines.runs.create. Give it that, then try again.`;
      return new UpstreamError(title, sentence, { status: 403, retryable: false, mendable: true });
    }
    const sentence = `${title} has had too many requests.`;
    return new UpstreamError(title, sentence, { status: 429, retryable: true, retryAfterMs: fault.retryAfterMs });
  }

  function begin(key: string | null, pipeline: string, parameters: PipelineRun['parameters']): PipelineRun {
    made += 1;
    const run: PipelineRun = {
      id: `run-${made}`,
      key,
      pipeline,
      state: 'queued',
      createdAt: at(),
      startedAt: null,
      endedAt: null,
      updatedAt: at(),
      parameters,
      failure: null,
      steps: [],
      metrics: {},
      produced: [],
      url: `https://kubeflow.example/runs/run-${made}`,
    };
    runs.set(run.id, run);
    return run;
  }

  const ofKey = (key: string) => [...runs.values()].find((run) => run.key === key) ?? null;
  const lastId = () => [...runs.values()].findLast(({ key }) => key !== null)?.id ?? 'none';
  const change = (changes: Partial<PipelineRun>, of = lastId()) => {
    const run = runs.get(of);
    if (run === undefined) throw new Error(`there is no run ${of}`);
    runs.set(of, { ...run, updatedAt: at(), ...changes });
  };
  const runner: PipelineRunner = {
    id,
    kind: 'kubeflow',
    title,
    describe: (pipeline) => call('describe', pipeline, () => templates.get(pipeline) ?? null),
    start: (order) =>
      call('start', order.key, () => {
        orders.push(order);
        return ofKey(order.key) ?? begin(order.key, order.pipeline, order.parameters);
      }),
    findRun: (key) => call('findRun', key, () => ofKey(key)),
    getRun: (of) => call('getRun', of, () => runs.get(of) ?? null),
    listRuns: ({ changedSince, pageToken }) =>
      call('listRuns', changedSince, () => {
        const changed = [...runs.values()].filter(({ updatedAt }) => (updatedAt ?? '') >= changedSince);
        const from = Number(pageToken ?? 0);
        const items = changed.slice(from, from + 2).map((run) => ({ ...run, steps: [] }));
        return { items, nextPageToken: from + 2 < changed.length ? String(from + 2) : null };
      }),
    cancel: (of) =>
      call('cancel', of, () => {
        const run = runs.get(of);
        if (run !== undefined && !final.includes(run.state)) change({ state: 'cancelling' }, of);
      }),
    check: async () => ({ reachable: true, version: '2.17', clockSkewMs: 0, problems: [] }),
  };
  return {
    runner,
    calls,
    runs,
    orders,
    templates,
    fault: (method, ...faults) => void next.set(method, [...faults]),
    faultForever: (method, fault) => void (fault === null ? always.delete(method) : always.set(method, fault)),
    before: (method, hook) => void (hook === null ? hooks.delete(method) : hooks.set(method, hook)),
    change,
    remove: (of = lastId()) => void runs.delete(of),
    startForeign: () => begin(null, 'somebody-elses', {}).id,
    lastId,
  };
}
