import { epochMs } from '#domain/instant.ts';
import type { PromotionFacts } from '#domain/maturity-operation.ts';
import type { VersionFacts } from '#domain/maturity-training.ts';
import { indexed } from './indexed.ts';
import { recent } from './recent-promotions.ts';
import { recordsOf, type Scope } from './scope.ts';

/** Promotions of a list that are of one model. */
export const promotionsOf = indexed<PromotionFacts>(({ model }) => [model]);
const versionsOf = indexed<VersionFacts>(({ model }) => [model]);

/** What began to serve of a model, the newest first. */
export function servedOf(model: string, { facts }: Scope): readonly PromotionFacts[] {
  return promotionsOf(recordsOf(facts, 'promotions'), model)
    .filter(({ servedAt, changed }) => servedAt !== null && changed !== 'repeat')
    .sort((a, b) => epochMs(b.servedAt ?? b.decidedAt) - epochMs(a.servedAt ?? a.decidedAt));
}

/** The registered version that each model serves. */
export function champions(scope: Scope): readonly VersionFacts[] {
  return scope.facts.models.flatMap(({ id }) => servedVersion(id, scope) ?? []);
}

function servedVersion(model: string, scope: Scope): VersionFacts | undefined {
  const [served] = servedOf(model, scope);
  return versionsOf(recordsOf(scope.facts, 'versions'), model).find(({ id }) => id === served?.version);
}

/** The registered versions that began to serve in the window, each once. */
export function promotedVersions(scope: Scope): readonly VersionFacts[] {
  const versions = new Map(
    recordsOf(scope.facts, 'versions').map((version) => [JSON.stringify([version.model, version.id]), version]),
  );
  const promoted = recent(scope).flatMap(({ model, version }) => versions.get(JSON.stringify([model, version])) ?? []);
  return [...new Set(promoted)];
}
