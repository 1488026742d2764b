import type { Executor } from '#store/database.ts';
import type { Places } from '#store/maturity-rows/places.ts';
import type { Setting } from '../setting.ts';
import type { AskedModel } from './asked-models.ts';
import { servingAlias } from './serving-alias.ts';

/** What records are read for: some models as of one moment. */
export interface Asked {
  readonly setting: Setting;
  readonly db: Executor;
  readonly models: readonly AskedModel[];
  readonly places: Places;
  /** Whether these are all models, so that records which are nobody's count too. */
  readonly whole: boolean;
  readonly now: Date;
  /** Older records are not read. */
  readonly from: Date;
  /** The catalogue's id of a registry's model; undefined for one that was not asked about. */
  readonly idOf: (of: { readonly registry: string; readonly modelName: string }) => string | undefined;
  readonly modelOf: (id: string) => AskedModel | undefined;
  /** Whether what serves a model follows this alias. */
  readonly serves: (id: string, of: { readonly registry: string; readonly target: string }) => boolean;
}

const longestDays = 730;

/** Asks for records of some models. */
export function askedOf(
  setting: Setting,
  db: Executor,
  models: readonly AskedModel[],
  { whole, now }: { readonly whole: boolean; readonly now: Date },
): Asked {
  const places = models.flatMap((model) => model.places.map((place) => ({ ...place, id: model.entry.id })));
  const ids = new Map(places.map(({ registry, name, id }) => [JSON.stringify([registry, name]), id]));
  const byId = new Map(models.map((model) => [model.entry.id, model]));
  const aliases = new Map<string, string>();
  return {
    setting,
    db,
    models,
    places: whole ? null : places,
    whole,
    now,
    from: new Date(now.getTime() - longestDays * 86_400_000),
    modelOf: (id) => byId.get(id),
    serves: (id, { registry, target }) => {
      const key = JSON.stringify([id, registry]);
      const alias = aliases.get(key) ?? servingAlias(setting, registry, id);
      aliases.set(key, alias);
      return alias === target;
    },
    idOf: ({ registry, modelName }) => ids.get(JSON.stringify([registry, modelName])),
  };
}
