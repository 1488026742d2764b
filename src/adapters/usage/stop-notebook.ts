import { z } from 'zod';
import type { PowerState, SeenMachine } from '#domain/cloud-usage.ts';
import type { UsageHttp } from './http.ts';
import { stopPermission, workbench } from './notebooks.ts';
import { nameOf, pathOf } from './resource-path.ts';
import { notebook } from './schema.ts';

const states: Readonly<Record<string, PowerState>> = {
  ACTIVE: 'on',
  STOPPED: 'off',
  SUSPENDED: 'off',
  DELETED: 'off',
};

/** By its full name; null if there is none. What Google calls otherwise is between two states. */
export async function seeNotebook(http: UsageHttp, resource: string): Promise<SeenMachine | null> {
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
  if (outcome.ok) return { state: states[outcome.value.state] ?? 'changing', number: null, barred: null };
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
