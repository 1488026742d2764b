import { everyPage } from './every-page.ts';
import type { GoogleApi, UsageHttp } from './http.ts';
import { notebooksAnswer, permissionsAnswer } from './schema.ts';

export const workbench: GoogleApi = { system: 'Vertex AI Workbench', api: 'notebooks.googleapis.com' };

const listPermission = 'notebooks.instances.list';
export const stopPermission = 'notebooks.instances.stop';

/** An instance of Vertex AI Workbench. `path` is `projects/p/locations/l/instances/i`; its machine bears the last part. */
export interface Notebook {
  readonly path: string;
  readonly zone: string;
  readonly name: string;
  /** As Google names it, `ACTIVE` while it runs. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

const form = /^projects\/[^/]+\/locations\/([^/]+)\/instances\/([^/]+)$/;

/** All of a project, in every zone; none where the API was never turned on. Throws an UpstreamError. */
export async function listNotebooks(http: UsageHttp, project: string): Promise<readonly Notebook[]> {
  const pages = await everyPage(workbench, async (query) => {
    const outcome = await askNotebooks(http, project, query);
    if (outcome.ok) return outcome.value;
    if (outcome.off) return null;
    throw outcome.error;
  });
  return pages.flatMap(({ instances }) => instances.flatMap(notebookOf));
}

/** One page of the notebooks of a project. */
export function askNotebooks(http: UsageHttp, project: string, query: Readonly<Record<string, string | null>>) {
  return http.ask(
    {
      ...workbench,
      method: 'GET',
      path: `/v2/projects/${encodeURIComponent(project)}/locations/-/instances`,
      query,
      doing: `list the notebooks of ${project}`,
      permission: listPermission,
    },
    notebooksAnswer,
  );
}

/** Which of these our account has on a notebook, by its path. */
export function askPermissions(http: UsageHttp, path: string, permissions: readonly string[]) {
  return http.ask(
    {
      ...workbench,
      method: 'POST',
      path: `/v2/${path}:testIamPermissions`,
      body: { permissions },
      doing: `tell what our account may do with ${path}`,
      permission: 'notebooks.instances.getIamPolicy',
      write: false,
    },
    permissionsAnswer,
  );
}

function notebookOf({ name: path, state, labels }: { name: string; state: string; labels: Record<string, string> }) {
  const [, zone, name] = form.exec(path) ?? [];
  return zone === undefined || name === undefined ? [] : [{ path, zone, name, state, labels }];
}
