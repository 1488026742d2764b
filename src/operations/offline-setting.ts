import { UpstreamError } from '#errors.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { followPlaybooks } from './playbooks/playbooks-in-force.ts';
import type { Setting } from './setting.ts';

/**
 * The setting of a program that reaches no other system: Slack tells it nothing, and what it sends is delivered by the
 * worker that runs. Null if no playbooks are in force yet.
 */
export async function offlineSetting(
  program: Pick<Setting, 'workspaceId' | 'db' | 'now' | 'newId' | 'sendJob'>,
  playbooksFolder: string,
): Promise<Setting | null> {
  if ((await currentPlaybooks(program.db, program.workspaceId)) === null) return null;
  return {
    ...program,
    ...(await followPlaybooks(program.db, program.workspaceId)),
    playbooksFolder,
    pipelines: new Map(),
    estimateCost: () => ({ known: false, because: 'This program asks nobody what runs cost.' }),
    drift: {
      hooks: new Set(),
      drillable: () => [],
      monitors: new Map(),
      read: () => ({ ok: false, because: 'This program reads no drift reports.', at: '' }),
    },
    costs: new Map(),
    usage: new Map(),
    registries: new Map(),
    endpoints: new Map(),
    readProfile: async () => null,
    readProfileByEmail: async () => null,
    readUserGroup: async () => {
      throw new UpstreamError('Slack', 'This program asks Slack nothing.', { retryable: false });
    },
    pressKey: Buffer.alloc(0),
    checkpoints: null,
  };
}
