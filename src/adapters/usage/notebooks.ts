import { UpstreamError } from '#errors.ts';
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
  const found: Notebook[] = [];
  const seen = new Set<string>();
  let pageToken = '';
  do {
    const outcome = await askNotebooks(http, project, {
      pageSize: '500',
      pageToken: pageToken === '' ? null : pageToken,
    });
    if (!outcome.ok && outcome.off) return [];
    if (!outcome.ok) throw outcome.error;
    const { instances, unreachable, nextPageToken } = outcome.value;
    if (unreachable.length > 0) throw partly(unreachable);
    found.push(...instances.flatMap(notebookOf));
    pageToken = seen.has(nextPageToken) ? '' : nextPageToken;
    seen.add(nextPageToken);
  } while (pageToken !== '');
  return found;
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

/** Without the notebooks of a zone, what is in it would look as if it were gone. */
function partly(zones: readonly string[]): UpstreamError {
  const sentence = `${workbench.system} did not answer for ${zones.join(', ')}. It is asked again later.`;
  return new UpstreamError(workbench.system, sentence, { retryable: true });
}
