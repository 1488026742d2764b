import { addEndpoint, setTraffic } from './endpoints.ts';
import { addEvaluation, type Measurement } from './evaluations.ts';
import { endpointNamed, modelNamed, versionNamed } from './lookups.ts';
import { addEndpointMonitor, addModelMonitor, type Deviation, runModelMonitor } from './monitoring.ts';
import type { World } from './route.ts';
import type { EndpointRow, ModelRow, PipelineJobRow } from './state.ts';
import { overwriteObject } from './storage.ts';
import { mergeAliases, type Upload, uploadVersion } from './versions.ts';

/** Changes that somebody makes past Countersign; each throws what Vertex AI would answer. */
export interface Outside {
  /** Uploads the first or the next version of a model; its number. */
  addVersion(model: string, upload?: Upload): string;
  evaluate(model: string, version: string, measured: Measurement): void;
  addPipelineJob(job: PipelineJobRow): void;
  moveAlias(model: string, alias: string, version: string): void;
  removeAlias(model: string, alias: string): void;
  labelModel(model: string, key: string, value: string): void;
  labelVersion(model: string, version: string, key: string, value: string): void;
  /** Its id. */
  addEndpoint(displayName: string): string;
  /** At once, with its machines as of a small deployment; the deployed model's id. */
  deploy(endpoint: string, model: string, version: string, id: string): void;
  setTraffic(endpoint: string, split: Readonly<Record<string, number>>): void;
  /** A monitor of one version; its id. */
  addModelMonitor(model: string, version: string): string;
  /** What a run of a monitor finds under one objective, as `raw-feature-drift`; the run's id. */
  runModelMonitor(monitor: string, objective: string, found: readonly Deviation[]): string;
  /** A job that monitors what is deployed at an endpoint; its id. */
  addEndpointMonitor(endpoint: string): string;
  undeploy(endpoint: string, id: string): void;
  /** Another content behind the same version. */
  overwriteObject(model: string, version: string, path: string, text: string): void;
  /** Model and endpoint as the server holds them; null if there is none. */
  model(id: string): ModelRow | null;
  endpoint(id: string): EndpointRow | null;
}

/** `write` wraps each change, so that the past is kept where reads may be stale. */
export function outside(world: () => World, write: <T>(change: (world: World) => T) => T): Outside {
  return {
    addVersion: (model, upload = {}) => write((w) => String(uploadVersion(w, model, upload).row.version)),
    evaluate: (model, version, measured) =>
      write((w) => {
        addEvaluation(w, versionNamed(w.state, `${model}@${version}`).row, measured);
      }),
    addPipelineJob: (job) =>
      write((w) => {
        w.state.pipelineJobs.set(job.id, job);
      }),
    moveAlias: (name, alias, version) =>
      write((w) => {
        const { model, row } = versionNamed(w.state, `${name}@${version}`);
        mergeAliases(w.state, model, row, [alias]);
      }),
    removeAlias: (name, alias) =>
      write((w) => {
        const { model, row } = versionNamed(w.state, `${name}@${alias}`);
        mergeAliases(w.state, model, row, [`-${alias}`]);
      }),
    labelModel: (model, key, value) =>
      write((w) => {
        modelNamed(w.state, model).labels[key] = value;
      }),
    labelVersion: (model, version, key, value) =>
      write((w) => {
        const { row } = versionNamed(w.state, `${model}@${version}`);
        row.labels[key] = value;
        w.state.counter += 1;
        row.etag = String(w.state.counter);
      }),
    addEndpoint: (displayName) => write((w) => addEndpoint(w, displayName).id),
    deploy: (endpoint, model, version, id) => write((w) => deployNow(w, { endpoint, model, version, id })),
    setTraffic: (endpoint, split) => write((w) => setTraffic(w, endpointNamed(w.state, endpoint), split)),
    addModelMonitor: (model, version) => write((w) => addModelMonitor(w, model, version)),
    runModelMonitor: (monitor, objective, found) => write((w) => runModelMonitor(w, monitor, objective, found)),
    addEndpointMonitor: (endpoint) => write((w) => addEndpointMonitor(w, endpoint)),
    undeploy: (endpoint, id) =>
      write((w) => {
        const row = endpointNamed(w.state, endpoint);
        row.deployed = row.deployed.filter((one) => one.id !== id);
      }),
    overwriteObject: (model, version, path, text) => write((w) => overwriteObject(w, model, version, path, text)),
    model: (id) => structuredClone(world().state.models.get(id) ?? null),
    endpoint: (id) => structuredClone(world().state.endpoints.get(id) ?? null),
  };
}

/** Puts a version onto an endpoint without an operation, on one small machine. */
export function deployNow(
  world: World,
  { endpoint, model, version, id }: { endpoint: string; model: string; version: string; id: string },
): void {
  const row = endpointNamed(world.state, endpoint);
  const found = versionNamed(world.state, `${model}@${version}`).row;
  row.deployed.push({
    id,
    model,
    version: found.version,
    createdMs: world.now(),
    settings: {
      displayName: `${model}-v${version}`,
      dedicatedResources: { machineSpec: { machineType: 'n2-standard-4' }, minReplicaCount: 2, maxReplicaCount: 6 },
    },
  });
  if (row.deployed.length === 1) row.traffic = { [id]: 100 };
}
