import { randomUUID } from 'node:crypto';

/** Prepares a registry, pretend or real, without the client under test. */
export interface Arrange {
  /** A model name nobody else uses. */
  freshName(): string;
  model(name: string, tags?: Record<string, string>): Promise<void>;
  /** Registers the next version; its number. */
  version(
    name: string,
    version?: { source?: string; runId?: string; loggedModelId?: string; description?: string },
  ): Promise<string>;
  deleteVersion(name: string, version: string): Promise<void>;
  describeVersion(name: string, version: string, description: string): Promise<void>;
  alias(name: string, alias: string, version: string): Promise<void>;
  /** Runs of an experiment of its own; the run's id. */
  run(run: {
    user?: string;
    metrics?: [key: string, value: number | string, step?: number][];
    params?: Record<string, string>;
  }): Promise<string>;
  /** Null where the server has no logged models. */
  loggedModel(
    runId: string,
    metrics: { key: string; value: number; dataset?: string; step: number }[],
  ): Promise<string | null>;
  removeAll(): Promise<void>;
}

type Body = Record<string, unknown>;

/** The parts of MLflow's answers that are looked at here. */
interface Answer {
  readonly experiment_id: string;
  readonly run: { readonly info: { readonly run_id: string } };
  readonly model: { readonly info: { readonly model_id: string } };
  readonly model_version: { readonly version: string };
}

/** Prepares what speaks MLflow's REST API. */
export function arrangeOverRest(url: string): Arrange {
  const names: string[] = [];
  const send = async (method: string, path: string, body: Body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  const pairs = (record: Record<string, string> = {}) => Object.entries(record).map(([key, value]) => ({ key, value }));
  let experiment: Promise<string> | undefined;
  const experimentId = () =>
    (experiment ??= send('POST', 'experiments/create', { name: `contract-${randomUUID()}` }).then(
      (a) => a.experiment_id,
    ));

  return {
    freshName() {
      const name = `contract-${randomUUID().slice(0, 8)}`;
      names.push(name);
      return name;
    },
    async model(name, tags) {
      if (!names.includes(name)) names.push(name);
      await send('POST', 'registered-models/create', { name, tags: pairs(tags) });
    },
    async version(name, { source = 's3://contract/model', runId, loggedModelId, description } = {}) {
      const answer = await send('POST', 'model-versions/create', {
        name,
        source,
        ...(runId !== undefined && { run_id: runId }),
        ...(loggedModelId !== undefined && { model_id: loggedModelId }),
        ...(description !== undefined && { description }),
      });
      return answer.model_version.version;
    },
    async deleteVersion(name, version) {
      await send('DELETE', 'model-versions/delete', { name, version });
    },
    async describeVersion(name, version, description) {
      await send('PATCH', 'model-versions/update', { name, version, description });
    },
    async alias(name, alias, version) {
      await send('POST', 'registered-models/alias', { name, alias, version });
    },
    async run({ user, metrics = [], params }) {
      const tags = user === undefined ? [] : pairs({ 'mlflow.user': user });
      const start = { experiment_id: await experimentId(), start_time: 1_790_000_000_000, tags };
      const { run } = await send('POST', 'runs/create', start);
      const runId = run.info.run_id;
      for (const [key, value, step = 0] of metrics) {
        await send('POST', 'runs/log-metric', { run_id: runId, key, value, step, timestamp: 1_790_000_000_000 + step });
      }
      for (const { key, value } of pairs(params))
        await send('POST', 'runs/log-parameter', { run_id: runId, key, value });
      await send('POST', 'runs/update', { run_id: runId, status: 'FINISHED', end_time: 1_790_000_060_000 });
      return runId;
    },
    async loggedModel(runId, metrics) {
      const draft = { experiment_id: await experimentId(), name: 'contract', source_run_id: runId };
      const answer = await send('POST', 'logged-models', draft).catch(() => null);
      if (answer === null) return null;
      const id = answer.model.info.model_id;
      for (const { key, value, dataset, step } of metrics) {
        const measured = dataset === undefined ? {} : { dataset_name: dataset, dataset_digest: 'd1' };
        const metric = { run_id: runId, model_id: id, key, value, step, timestamp: 1_790_000_000_000 + step };
        await send('POST', 'runs/log-metric', { ...metric, ...measured });
      }
      await send('PATCH', `logged-models/${id}`, { model_id: id, status: 'LOGGED_MODEL_READY' });
      return id;
    },
    async removeAll() {
      for (const name of names.splice(0)) await send('DELETE', 'registered-models/delete', { name }).catch(() => null);
    },
  };
}
