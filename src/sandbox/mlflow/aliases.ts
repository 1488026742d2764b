import { versionAnswer } from './answers.ts';
import type { Endpoint, World } from './endpoint.ts';
import { modelNamed, versionNumbered } from './lookups.ts';
import { invalid } from './refusal.ts';

/** Moves silently, as MLflow does, and touches no timestamp. */
export function setAlias(world: World, name: string, alias: string, version: string): void {
  if (!/^[\w-]{1,255}$/.test(alias)) throw invalid(`Invalid alias name: '${alias}'.`);
  if (/^latest$/i.test(alias) || /^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
  const { model, row } = versionNumbered(world.state, name, version);
  const held = model.aliases.find((entry) => entry.alias === alias);
  if (held === undefined) model.aliases.push({ alias, version: row.version });
  else held.version = row.version;
  world.announce({ entity: 'model_version_alias', action: 'created', data: { name, alias, version } });
}

/** Tells of the deletion even if there was nothing to delete, as MLflow does. */
export function deleteAlias(world: World, name: string, alias: string): void {
  const { aliases } = modelNamed(world.state, name);
  const index = aliases.findIndex((entry) => entry.alias === alias);
  if (index >= 0) aliases.splice(index, 1);
  world.announce({ entity: 'model_version_alias', action: 'deleted', data: { name, alias } });
}

const path = 'registered-models/alias';

export const aliases: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    write: false,
    needs: 'READ',
    answer({ state, features }, { args }) {
      const [name, alias] = [args.text('name'), args.text('alias')];
      const model = features.aliasNeedsModel ? modelNamed(state, name) : state.models.get(name);
      const held = model?.aliases.find((entry) => entry.alias === alias);
      if (model === undefined || held === undefined) throw invalid(`Registered model alias ${alias} not found.`);
      const { row } = versionNumbered(state, name, String(held.version));
      return { model_version: versionAnswer(name, row, model.aliases) };
    },
  },
  {
    method: 'POST',
    path,
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      setAlias(world, args.text('name'), args.text('alias'), args.text('version'));
      return {};
    },
  },
  {
    method: 'DELETE',
    path,
    write: true,
    needs: 'MANAGE',
    answer(world, { args }) {
      deleteAlias(world, args.text('name'), args.text('alias'));
      return {};
    },
  },
];
