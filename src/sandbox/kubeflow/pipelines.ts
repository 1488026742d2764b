import type { EngineTemplate } from '../pipelines/engine/engine.ts';
import { pipelineSpecOf } from '../pipelines/engine/pipeline-spec.ts';
import type { Endpoint, World } from './endpoint.ts';
import { listed } from './pages.ts';
import { absent } from './refusal.ts';
import { pipelineId, time, versionId } from './state.ts';

/** A pipeline is every version of the engine's templates of one name. All are shared between namespaces. */
function pipelinesOf({ engine }: World): readonly EngineTemplate[] {
  return engine.templates().filter((one, at, all) => all.findIndex(({ name }) => name === one.name) === at);
}

/** The versions under a pipeline's id, newest first. Throws a refusal where there is no such pipeline. */
export function versionsUnder(world: World, id: string | undefined): readonly EngineTemplate[] {
  const found = world.engine.templates().filter(({ name }) => pipelineId(name) === id);
  if (found.length === 0) throw absent(`Pipeline ${id}`);
  return found;
}

export const pipelines: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'pipelines',
    needs: 'list pipelines',
    answer(world, { query }) {
      const page = listed(pipelinesOf(world), query, { id: ({ name }) => pipelineId(name), columns, fields });
      return { pipelines: page.items.map(pipelineAnswer), total_size: page.total, next_page_token: page.next };
    },
  },
  {
    method: 'GET',
    path: 'pipelines/names/{name}',
    needs: 'get pipelines',
    answer(world, { ids: [name], query }) {
      const namespace = query.get('namespace') ?? '';
      const found = pipelinesOf(world).find((one) => one.name === name);
      if (found === undefined || namespace !== '') throw absent(`Namespace/Pipeline ${namespace}/${name}`);
      return pipelineAnswer(found);
    },
  },
  {
    method: 'GET',
    path: 'pipelines/{id}',
    needs: 'get pipelines',
    answer(world, { ids: [id] }) {
      const [newest] = versionsUnder(world, id);
      return newest === undefined ? {} : pipelineAnswer(newest);
    },
  },
  {
    method: 'DELETE',
    path: 'pipelines/{id}',
    needs: 'delete pipelines',
    answer(world, { ids: [id] }) {
      for (const { name } of versionsUnder(world, id)) world.engine.removeTemplate(name);
      return {};
    },
  },
  {
    method: 'GET',
    path: 'pipelines/{id}/versions',
    needs: 'get pipelines',
    answer(world, { ids: [id], query }) {
      const versions = versionsUnder(world, id);
      const page = listed(versions, query, { id: ({ name, version }) => versionId(name, version), columns, fields });
      return { pipeline_versions: page.items.map(versionAnswer), total_size: page.total, next_page_token: page.next };
    },
  },
];

const fields = ['name', 'display_name', 'created_at'];

function columns({ name, version, createdMs }: EngineTemplate) {
  return { name, display_name: version, created_at: createdMs };
}

function pipelineAnswer({ name, title, description, createdMs }: EngineTemplate): object {
  return { pipeline_id: pipelineId(name), display_name: title, name, description, created_at: time(createdMs) };
}

function versionAnswer(template: EngineTemplate): object {
  const { name, version, createdMs } = template;
  return {
    pipeline_id: pipelineId(name),
    pipeline_version_id: versionId(name, version),
    display_name: version,
    name: version,
    created_at: time(createdMs),
    pipeline_spec: pipelineSpecOf(template),
  };
}
