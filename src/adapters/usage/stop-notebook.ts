import { z } from 'zod';
import type { NotebookState } from '#domain/cloud-usage.ts';
import type { UsageHttp } from './http.ts';
import { stopPermission, workbench } from './notebooks.ts';
import { notebook } from './schema.ts';

const states: Readonly<Record<string, NotebookState>> = {
  ACTIVE: 'on',
  STOPPED: 'off',
  SUSPENDED: 'off',
  DELETED: 'off',
};

/** By its full name; null if there is none. What Google calls otherwise is between two states. */
export async function notebookState(http: UsageHttp, resource: string): Promise<NotebookState | null> {
  const outcome = await http.ask(
    {
      ...workbench,
      method: 'GET',
      path: `/v2/${pathOf(resource)}`,
      doing: `read notebook ${nameOf(resource)}`,
      permission: 'notebooks.instances.get',
    },
    notebook,
  );
  if (outcome.ok) return states[outcome.value.state] ?? 'changing';
  if (outcome.code === 'NOT_FOUND') return null;
  throw outcome.error;
}

/** Asks for it to be stopped; one that stands or stops already is left as it is. */
export async function stopNotebook(http: UsageHttp, resource: string): Promise<void> {
  const outcome = await http.ask(
    {
      ...workbench,
      method: 'POST',
      path: `/v2/${pathOf(resource)}:stop`,
      doing: `stop notebook ${nameOf(resource)}`,
      permission: stopPermission,
    },
    z.unknown(),
  );
  if (outcome.ok || ['FAILED_PRECONDITION', 'ABORTED'].includes(outcome.code)) return;
  throw outcome.error;
}

/** `projects/p/locations/l/instances/i` of `//notebooks.googleapis.com/projects/…`. */
function pathOf(resource: string): string {
  return resource
    .replace(/^\/\/[^/]+\//, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

function nameOf(resource: string): string {
  return resource.split('/').at(-1) ?? resource;
}
