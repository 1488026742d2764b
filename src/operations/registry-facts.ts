import { digestOf } from '#domain/digest.ts';
import type { ModelRegistry, ModelVersion, TrainingRun } from '#domain/registry.ts';
import type { Champion, Fact, Facts, Metrics, Parts, Subject } from '#playbook/facts.ts';
import type { People } from '#playbook/playbook.ts';
import { part } from '#playbook/schema/values.ts';
import { metricsOf } from './run-metrics.ts';
import { digestTag, type FilesAsked, weightsOf } from './version-weights.ts';
import { personNamed } from './who.ts';

/** What only the registry knows of a request: read anew when it opens and before it is carried out. */
export type RegistryFacts = Pick<
  Facts,
  | 'subject'
  | 'from'
  | 'champion'
  | 'candidateCreatedAt'
  | 'dataAsOf'
  | 'runOwner'
  | 'contributors'
  | 'metrics'
  | 'pipelines'
  | 'tags'
> & { readonly candidateStatus: ModelVersion['status'] };

/** Reads candidate and champion. Null if the registry has no such version. Throws `UpstreamError`. */
export async function readRegistryFacts(
  registry: ModelRegistry,
  people: People,
  asked: { modelName: string; version: string; target: string; files: FilesAsked },
  champions: { since(version: string): Fact<string> },
): Promise<RegistryFacts | null> {
  const [model, version] = await Promise.all([
    registry.getModel(asked.modelName),
    registry.getVersion(asked.modelName, asked.version),
  ]);
  if (model === null || version === null) return null;
  const run = version.runId === null ? null : await registry.getRun(version.runId, version);
  const championVersion = model.aliases[asked.target] ?? null;
  const [champion, weights] = await Promise.all([
    championVersion === null ? null : readChampion(registry, asked.modelName, championVersion, asked.files),
    weightsOf(registry, version, run, asked.files, 'candidate'),
  ]);
  const subject = subjectOf(registry.id, version, run, weights);
  const left = Object.entries(model.aliases)
    .filter(([alias, at]) => at === version.version && alias !== asked.target)
    .map(([alias]) => alias)
    .sort();
  return {
    candidateStatus: version.status,
    subject,
    from: left[0] ?? null,
    champion:
      champion === null || championVersion === null
        ? null
        : { ...champion.subject, version: championVersion, since: champions.since(championVersion) },
    candidateCreatedAt: version.createdAt ?? {
      unknown: `${registry.title} does not say when v${version.version} was made.`,
    },
    dataAsOf: run?.tags['countersign.data_as_of'] ?? {
      unknown: `The run of v${version.version} has no tag countersign.data_as_of.`,
    },
    runOwner: runOwnerOf(version, run, people),
    contributors: contributorsOf(version, run, people),
    metrics: {
      candidate:
        run === null
          ? { unknown: `v${version.version} names no training run, so it has no metrics.` }
          : metricsOf(run, registry.id).own,
      champion: champion === null ? null : champion.metrics,
      baseline: run === null ? null : metricsOf(run, registry.id).baseline,
    },
    pipelines: {},
    tags: { ...run?.tags, ...model.tags, ...version.tags },
  };
}

/** The version that holds the target, as these facts know it; null for none. */
export function championVersionIn({ champion }: Pick<Facts, 'champion'>): string | null {
  return champion !== null && 'version' in champion ? champion.version : null;
}

async function readChampion(
  registry: ModelRegistry,
  modelName: string,
  version: string,
  files: FilesAsked,
): Promise<{ subject: Omit<Champion, 'version' | 'since'>; metrics: Fact<Metrics> }> {
  const row = await registry.getVersion(modelName, version);
  if (row === null) {
    const gone = `v${version} holds the alias but was deleted from ${registry.title}.`;
    return { subject: { digest: digestOf({ gone: version }), parts: {} }, metrics: { unknown: gone } };
  }
  const run = row.runId === null ? null : await registry.getRun(row.runId, row);
  const { digest, parts } = subjectOf(registry.id, row, run, await weightsOf(registry, row, run, files, 'champion'));
  return {
    subject: { digest, parts },
    metrics: run === null ? { unknown: `v${version} names no training run.` } : metricsOf(run, registry.id).own,
  };
}

/** The version as §10.1 of the playbook language digests it: registry, model, version, digest of each part. */
function subjectOf(registry: string, version: ModelVersion, run: TrainingRun | null, weights: string): Subject {
  const parts = { ...partsOf(version, run), weights };
  const identity = { registry, model: version.name, version: version.version };
  return { ...identity, parts, digest: digestOf({ ...identity, parts }) };
}

/**
 * A part's digest is the tag `countersign.digest.<part>` of the version or its run, else what a registry itself records:
 * the Git commit for code, the parameters. Of the weights, `weightsOf` tells.
 */
function partsOf(version: ModelVersion, run: TrainingRun | null): Parts {
  const commit = run?.tags['mlflow.source.git.commit'];
  // Without any, nobody can tell whether there were none or they were not kept.
  const params = run === null || Object.keys(run.params).length === 0 ? null : digestOf(run.params);
  const recorded: Parts = {
    code: commit === undefined ? null : digestOf({ commit }),
    hyperparameters: params,
    config: params,
  };
  return Object.fromEntries(
    part.options.map((one) => {
      return [one, digestTag(one, version, run) ?? recorded[one] ?? null];
    }),
  );
}

function runOwnerOf(version: ModelVersion, run: TrainingRun | null, people: People): Fact<string | null> {
  if (run === null) return { unknown: `v${version.version} names no training run, so nobody can tell who trained it.` };
  if (run.owner === null) return { unknown: `Run ${run.id} does not say who started it.` };
  return (
    personNamed(people, run.owner) ?? {
      unknown: `Run ${run.id} was started by ${run.owner}, who is not in people.yaml.`,
    }
  );
}

function contributorsOf(version: ModelVersion, run: TrainingRun | null, people: People): Fact<readonly string[]> {
  const tag = version.tags['countersign.contributors'] ?? run?.tags['countersign.contributors'];
  if (tag === undefined) return { unknown: `v${version.version} has no tag countersign.contributors.` };
  const names = tag.split(/[,\s]+/).filter((name) => name !== '');
  const strangers = names.filter((name) => personNamed(people, name) === null);
  if (strangers.length > 0) return { unknown: `Contributor ${strangers.join(', ')} is not in people.yaml.` };
  return [...new Set(names.flatMap((name) => personNamed(people, name) ?? []))].sort();
}
