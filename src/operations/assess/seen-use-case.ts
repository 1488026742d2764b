import type { Capability } from '#domain/maturity.ts';
import { Refusal } from '#errors.ts';
import { type ObservedCharacteristics, observedCharacteristics } from '#maturity/observed-characteristics.ts';
import { lastMaturityWeek, verifiedHolders } from '#store/maturity-weeks.ts';
import type { ModelRow } from '#store/models.ts';
import { maturityOfSome } from '../maturity/maturity-of.ts';
import type { Setting } from '../setting.ts';

/** What a model's use case looks like from its records; null for a model outside the catalogue, which has none. */
export async function seenOf(
  setting: Setting,
  { registry, name, modelId }: Pick<ModelRow, 'registry' | 'name' | 'modelId'>,
): Promise<ObservedCharacteristics | null> {
  try {
    const { facts, asOf } = await maturityOfSome(setting, { kind: 'model', model: { registry, name } });
    const model = facts.models.find(({ id }) => id === modelId);
    return model === undefined ? null : observedCharacteristics(facts, model, asOf);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_in_catalogue') return null;
    throw error;
  }
}

/** Other teams that held each capability verified in the last week that was recorded. */
export async function heldByOthers(
  setting: Setting,
  team: string | null,
): Promise<ReadonlyMap<Capability, readonly string[]>> {
  const week = await lastMaturityWeek(setting.db, setting.workspaceId);
  if (week === null) return new Map();
  const others = (await verifiedHolders(setting.db, setting.workspaceId, week)).filter((one) => one.team !== team);
  const by = Map.groupBy(others, ({ capability }): Capability => capability);
  return new Map([...by].map(([capability, holders]) => [capability, holders.map((one) => one.team)]));
}
