import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { GoogleApi, UsageHttp } from './http.ts';
import { permissionsAnswer } from './schema.ts';

const resourceManager: GoogleApi = { system: 'Cloud Resource Manager', api: 'cloudresourcemanager.googleapis.com' };

/** What stopping takes: what stands in its way is read first. Without all of it, owners are asked as ever. */
const needed = {
  'machines with GPUs': ['compute.instances.get', 'compute.instances.stop'],
  TPUs: ['tpu.nodes.get', 'tpu.nodes.stop'],
} satisfies Readonly<Record<string, readonly string[]>>;

export type Stoppable = keyof typeof needed;

/** What our account lacks on the project to stop these. A right on one machine alone is not seen here. */
export async function stopRights(
  http: UsageHttp,
  project: string,
  kinds: readonly Stoppable[],
): Promise<Required<Pick<RegistryHealth, 'lacking' | 'unseen'>>> {
  const held = await heldPermissions(
    http,
    project,
    kinds.flatMap((kind) => needed[kind]),
  );
  if (held === null) {
    return {
      lacking: [],
      unseen: [`Whether our account may stop ${kinds.join(' and ')}; only the first time shows that.`],
    };
  }
  const lacking = kinds.flatMap((kind) => {
    const missing = needed[kind].filter((permission) => !held.includes(permission));
    return missing.length === 0 ? [] : [lackingToStop(missing, project, kind)];
  });
  return { lacking, unseen: [] };
}

/** Says what is missing, what for, and what happens without it. */
export function lackingToStop(missing: readonly string[], project: string, things: string): string {
  return `Our account has no ${missing.join(' and no ')} in ${project}, so people are asked to stop ${things} themselves. Give it to let playbooks for the action stop do that.`;
}

/** Null where the Resource Manager does not tell, as where its API is off. */
async function heldPermissions(
  http: UsageHttp,
  project: string,
  permissions: readonly string[],
): Promise<readonly string[] | null> {
  try {
    const outcome = await http.ask(
      {
        ...resourceManager,
        method: 'POST',
        path: `/v3/projects/${encodeURIComponent(project)}:testIamPermissions`,
        body: { permissions },
        doing: `tell what our account may do in ${project}`,
        permission: 'resourcemanager.projects.get',
        write: false,
      },
      permissionsAnswer,
    );
    return outcome.ok ? outcome.value.permissions : null;
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}
