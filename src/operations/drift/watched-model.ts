import type { DriftReport, WatchedVersion } from '#domain/drift.ts';
import { UpstreamError } from '#errors.ts';
import { findCatalogueModel, registryName } from '#playbook/catalogue.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { type ModelRow, modelIn, modelsNamed } from '#store/models.ts';
import type { Setting } from '../setting.ts';

/** Which version of which model of a registry a report is about, or why nobody can tell, as a sentence. */
export type Watched =
  | {
      readonly known: true;
      readonly registry: string;
      readonly modelName: string;
      readonly version: string | null;
      readonly environment: string | null;
    }
  | { readonly known: false; readonly because: string };

/**
 * Finds what a report is about, by what it says, the catalogue, and what is known of the registries. Where it names no
 * version, it is the one that held the alias of its environment at that time, as far as our own executions and the last
 * reading of the registry tell.
 */
export async function watchedModel(
  setting: Setting,
  connection: string,
  report: DriftReport,
  models: FindModel,
): Promise<Watched> {
  const told = await undeployed(setting, connection, report.watched);
  if ('because' in told) return { known: false, because: told.because };
  const found = await modelOf(setting, connection, told, models);
  if (typeof found === 'string') return { known: false, because: found };
  const version = told.version ?? (await servingThen(setting, found, told.environment, report.at));
  return { known: true, registry: found.registry, modelName: found.name, version, environment: told.environment };
}

/** Finds a model by the connection of its registry and its name there; null if none is known. */
type FindModel = (registry: string, name: string) => Promise<ModelRow | null>;

/** Looks each model up once, for reports that are read together: most are about the same few. */
export function modelsOnce({ db, workspaceId }: Pick<Setting, 'db' | 'workspaceId'>): FindModel {
  const known = new Map<string, Promise<ModelRow | null>>();
  return (registry, name) => {
    const key = `${registry}\n${name}`;
    const found = known.get(key) ?? modelIn(db, workspaceId, registry, name);
    known.set(key, found);
    return found;
  };
}

type Told = Omit<WatchedVersion, 'deployed'>;

/** What a monitor of endpoints calls it, in words of its registry. */
async function undeployed(
  setting: Setting,
  connection: string,
  watched: WatchedVersion,
): Promise<Told | { readonly because: string }> {
  if (watched.deployed === null || watched.model !== null) return watched;
  const monitor = setting.drift.monitors.get(connection);
  try {
    const told = (await monitor?.resolve(watched.deployed)) ?? null;
    if (told !== null) return told;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { because: `${error.message} So nobody can tell which model it is about.` };
  }
  const { monitoringJob, deployedModelId } = watched.deployed;
  const what = deployedModelId === '' ? monitoringJob : `deployed model ${deployedModelId} of ${monitoringJob}`;
  return { because: `Nothing is known of ${what}. It is taken once ${connection} can say which model that is.` };
}

async function modelOf(
  setting: Setting,
  connection: string,
  told: Told,
  models: FindModel,
): Promise<ModelRow | string> {
  const { set } = setting.playbooks();
  if (told.model === null) return await onlyModelOf(setting, connection);
  const registries = registriesOf(set, told.registry);
  if (registries.length === 0) {
    return `No connection of org.yaml is called ${told.registry} or is of that kind. Name the registry as org.yaml does.`;
  }
  const found: ModelRow[] = [];
  for (const registry of registries) {
    const name = registryName(set.models, told.model, registry) ?? told.model;
    const row = await models(registry, name);
    if (row !== null) found.push(row);
  }
  const [first, second] = narrowed(set, connection, found);
  if (first === undefined) {
    return `No registry is known to have a model ${told.model}. It is taken once one has, or models.yaml says what it is called there.`;
  }
  if (second === undefined) return first;
  return `${told.model} is in ${first.registry} and in ${second.registry}. Send the registry with it, or list ${connection} under \`monitors\` of one of them in models.yaml.`;
}

/** Connections that have this id or are of this kind; all if nothing is said. */
function registriesOf({ org }: PlaybookSet, registry: string | null): readonly string[] {
  const all = org.connections.filter(({ kind }) => kind === 'mlflow' || kind === 'vertex');
  const named = all.filter(({ id, kind }) => registry === null || id === registry || kind === registry);
  const exact = named.filter(({ id }) => id === registry);
  return (exact.length > 0 ? exact : named).map(({ id }) => id);
}

/** Of several, those whose catalogue entry names the connection as its monitor, if there are any. */
function narrowed(set: PlaybookSet, connection: string, rows: readonly ModelRow[]): readonly ModelRow[] {
  if (rows.length < 2) return rows;
  const watched = rows.filter(({ registry, name }) =>
    isMonitoredBy(findCatalogueModel(set.models, registry, name), connection),
  );
  return watched.length > 0 ? watched : rows;
}

function isMonitoredBy(entry: CatalogueModel | null, connection: string): boolean {
  return entry?.monitors.some((monitor) => monitor.connection === connection) ?? false;
}

/** The one model that the catalogue says this connection watches. */
async function onlyModelOf(setting: Setting, connection: string): Promise<ModelRow | string> {
  const { models } = setting.playbooks().set.models;
  const [entry, ...others] = models.filter((one) => isMonitoredBy(one, connection));
  if (entry === undefined || others.length > 0) {
    const why = entry === undefined ? 'no model' : 'several models';
    return `It names no model, and models.yaml lists ${connection} under \`monitors\` of ${why}. Send the model with it.`;
  }
  const [row] = await modelsNamed(setting.db, setting.workspaceId, entry.id);
  return row ?? `It names no model, and ${entry.id} of models.yaml is in no registry that was read.`;
}

/** The version that held the alias of an environment at a moment; null if nobody can tell. */
async function servingThen(
  setting: Setting,
  { registry, name, aliases }: ModelRow,
  environment: string | null,
  at: string,
): Promise<string | null> {
  const alias = environment ?? 'production';
  const target = { workspaceId: setting.workspaceId, registry, modelName: name, target: alias };
  const executed = await verifiedExecutions(setting.db, target, 50);
  const then = executed.find(({ finishedAt }) => finishedAt !== null && finishedAt.getTime() <= Date.parse(at));
  if (then !== undefined && then.version !== null) return then.version;
  if (executed.length > 0) return null;
  const held = Object.values(aliases);
  return aliases[alias] ?? (environment === null && new Set(held).size === 1 ? (held[0] ?? null) : null);
}
