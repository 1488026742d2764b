import { versionAnswer } from './answers.ts';
import type { Endpoint, World } from './endpoint.ts';
import { compare, filtered, ordered } from './filter.ts';
import { versionNumbered } from './lookups.ts';
import { pageOf } from './pages.ts';
import { invalid } from './refusal.ts';
import { stages, type VersionRow } from './state.ts';
import { deleteTag, setTag, tagValue } from './tags.ts';
import { createVersion, deleteVersion, moveToStage } from './versions.ts';

interface Listed {
  readonly name: string;
  readonly row: VersionRow;
}

const filterKeys = /^(name|run_id|source_path|version_number|tags\..+)$/;
const orderKeys = /^(name|version_number|creation_timestamp|last_updated_timestamp)$/;

function read({ name, row }: Listed, key: string): string | number | undefined {
  if (key.startsWith('tags.')) return tagValue(row.tags, key.slice('tags.'.length));
  const values: Record<string, string | number> = {
    name,
    run_id: row.runId,
    source_path: row.source,
    version_number: row.version,
    creation_timestamp: row.createdMs,
    last_updated_timestamp: row.updatedMs,
  };
  return values[key];
}

function newestFirst(a: Listed, b: Listed): number {
  return b.row.updatedMs - a.row.updatedMs || compare(a.name, b.name) || b.row.version - a.row.version;
}

function answerOf({ state }: World, name: string, version: string): object {
  const { model, row } = versionNumbered(state, name, version);
  return { model_version: versionAnswer(name, row, model.aliases) };
}

export const modelVersions: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'model-versions/search',
    write: false,
    answer({ state }, { args, may }) {
      const limit = args.integer('max_results', 10_000, { most: 200_000 });
      const seen = [...state.models.values()].filter((model) => may(model.name, 'READ'));
      const all = seen.flatMap(({ name, versions }) => versions.map((row) => ({ name, row })));
      const found = filtered(all, args.optionalText('filter'), filterKeys, read);
      const { items, next } = pageOf(ordered(found, args.texts('order_by'), orderKeys, read, newestFirst), args, limit);
      return {
        ...(items.length > 0 && { model_versions: items.map(({ name, row }) => versionAnswer(name, row)) }),
        ...(next !== undefined && { next_page_token: next }),
      };
    },
  },
  {
    method: 'GET',
    path: 'model-versions/get',
    write: false,
    needs: 'READ',
    answer: (world, { args }) => answerOf(world, args.text('name'), args.text('version')),
  },
  {
    method: 'GET',
    path: 'model-versions/get-download-uri',
    write: false,
    needs: 'READ',
    answer: ({ state }, { args }) => ({
      artifact_uri: versionNumbered(state, args.text('name'), args.text('version')).row.source,
    }),
  },
  {
    method: 'POST',
    path: 'model-versions/create',
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      const name = args.text('name');
      const row = createVersion(world, name, {
        source: args.text('source'),
        runId: args.optionalText('run_id'),
        description: args.has('description') ? args.optionalText('description') : null,
        tags: args.tags('tags'),
        loggedModelId: args.optionalText('model_id'),
      });
      return { model_version: versionAnswer(name, row) };
    },
  },
  {
    method: 'PATCH',
    path: 'model-versions/update',
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      const { row } = versionNumbered(world.state, args.text('name'), args.text('version'));
      row.description = args.optionalText('description');
      row.updatedMs = world.now();
      return answerOf(world, args.text('name'), args.text('version'));
    },
  },
  {
    method: 'DELETE',
    path: 'model-versions/delete',
    write: true,
    needs: 'MANAGE',
    answer(world, { args }) {
      deleteVersion(world, args.text('name'), args.text('version'));
      return {};
    },
  },
  {
    method: 'POST',
    path: 'model-versions/set-tag',
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      const [name, version, key] = [args.text('name'), args.text('version'), args.text('key')];
      const value = args.optionalText('value');
      setTag(versionNumbered(world.state, name, version).row.tags, key, value);
      world.announce({ entity: 'model_version_tag', action: 'set', data: { name, version, key, value } });
      return {};
    },
  },
  {
    method: 'DELETE',
    path: 'model-versions/delete-tag',
    write: true,
    needs: 'MANAGE',
    answer(world, { args }) {
      const [name, version, key] = [args.text('name'), args.text('version'), args.text('key')];
      deleteTag(versionNumbered(world.state, name, version).row.tags, key);
      world.announce({ entity: 'model_version_tag', action: 'deleted', data: { name, version, key } });
      return {};
    },
  },
  {
    method: 'POST',
    path: 'model-versions/transition-stage',
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      const wanted = args.text('stage');
      const stage = stages.find((held) => held.toLowerCase() === wanted.toLowerCase());
      if (stage === undefined) throw invalid(`Invalid Model Version stage: ${wanted}.`);
      moveToStage(world, args.text('name'), args.text('version'), stage, args.flag('archive_existing_versions'));
      return answerOf(world, args.text('name'), args.text('version'));
    },
  },
];
