import { aliasRule, isAlias } from '#domain/alias.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { ModelRow } from '#store/models.ts';
import type { RequestRow } from '#store/requests.ts';
import { actorOf, listedActor, readPeopleAnew } from './actor.ts';
import { championHistory } from './champion-history.ts';
import { openRequest } from './open-request.ts';
import { type RegistryFacts, readRegistryFacts } from './registry-facts.ts';
import { registryOf } from './registry-of.ts';
import type { Setting } from './setting.ts';
import { type FilesAsked, readFilesOfBoth } from './version-weights.ts';

export interface PromotionAsk {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: ModelRow;
  /** A version's number, or an alias that a version holds. */
  readonly version: string;
  readonly target: string;
  readonly reason: string;
}

/**
 * Opens a request to give a version an alias. Reads candidate and champion from the registry first. Throws a Refusal
 * that says what to do, or `UpstreamError`; then nothing was recorded.
 */
export async function requestPromotion(setting: Setting, ask: PromotionAsk): Promise<RequestRow> {
  const requester = listedActor(setting, await actorOf(setting, ask));
  const registry = registryOf(setting, ask.model.registry);
  refuseBadTarget(ask.target);
  const version = await versionNamed(registry, ask.model, ask.version);
  const facts = await candidateFacts(setting, registry, ask.model, version, ask.target);
  if (facts.candidateStatus !== 'ready') {
    throw new Refusal(
      'version_not_ready',
      `${ask.model.modelId} v${version} is not ready in ${registry.title} (${facts.candidateStatus}). Ask again when its registration has finished.`,
    );
  }
  if (facts.champion !== null && 'version' in facts.champion && facts.champion.version === version) {
    throw new Refusal(
      'already_there',
      `${ask.model.modelId} v${version} is \`${ask.target}\` already. \`/mlops status ${ask.model.modelId}\` shows its versions.`,
    );
  }
  await readPeopleAnew(setting);
  return await openRequest(setting, {
    action: 'promote',
    registry: registry.id,
    model: ask.model.modelId,
    modelName: ask.model.name,
    version,
    target: ask.target,
    reason: ask.reason.trim(),
    requester,
    entry: findCatalogueModel(setting.playbooks().set.models, registry.id, ask.model.name),
    facts,
  });
}

/** What the registry says of a version now. Throws a Refusal if there is no such version. */
export async function candidateFacts(
  setting: Setting,
  registry: ModelRegistry,
  model: Pick<ModelRow, 'modelId' | 'name'>,
  version: string,
  target: string,
  files: FilesAsked = readFilesOfBoth,
): Promise<RegistryFacts> {
  const asked = { modelName: model.name, version, target, files };
  const since = await championHistory(setting, registry.id, model.name, target);
  const facts = await readRegistryFacts(registry, setting.playbooks().set.people, asked, since);
  if (facts !== null) return facts;
  throw new Refusal(
    'no_such_version',
    `${registry.title} has no version ${version} of ${model.modelId}. \`/mlops status ${model.modelId}\` lists its versions.`,
  );
}

async function versionNamed(registry: ModelRegistry, model: ModelRow, text: string): Promise<string> {
  const plain = /^v?(\d+)$/.exec(text.trim());
  if (plain?.[1] !== undefined) return String(Number(plain[1]));
  const held = isAlias(text.trim()) ? await registry.getAlias(model.name, text.trim()) : null;
  if (held !== null) return held;
  throw new Refusal(
    'no_such_version',
    `${model.modelId} has no version or alias ${text.trim()}. Name a version, as \`/mlops promote ${model.modelId} 7\`, or leave it out to pick one.`,
  );
}

function refuseBadTarget(target: string): void {
  if (isAlias(target)) return;
  throw new Refusal('bad_alias', `\`${target}\` cannot be an alias: use ${aliasRule}. Try \`production\`.`);
}
