import type { EffectivePolicy } from '#playbook/playbook.ts';
import { readContent } from '#store/contents.ts';
import type { ExecutionRow } from '#store/executions.ts';
import { requestById } from '#store/requests.ts';
import type { Setting } from './setting.ts';

/** What is written beside a version that was promoted: the request, its short code, and what the playbook adds. */
export async function registryTags(setting: Setting, execution: ExecutionRow): Promise<Record<string, string>> {
  const request = await requestById(setting.db, setting.workspaceId, execution.requestId);
  if (request === null) throw new Error(`there is no request ${execution.requestId}`);
  const policy = await readContent<EffectivePolicy>(setting.db, setting.workspaceId, request.policyDigest);
  const own = {
    'countersign.request': `R-${request.number}`,
    'countersign.code': request.code,
    'countersign.target': execution.target,
  };
  // Ours are written first, since a registry may refuse what the playbook adds.
  return { ...own, ...policy.afterApproval.set.tags, ...own };
}
