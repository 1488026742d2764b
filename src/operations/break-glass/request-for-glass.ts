import { Refusal } from '#errors.ts';
import { liveRequestsOfModel } from '#store/requests.ts';
import { modelNamed } from '../find-model.ts';
import type { RequestRow, Setting } from '../setting.ts';

/** The request about a version that can still be decided. Throws a Refusal that says how to make one. */
export async function requestForGlass(setting: Setting, named: string, versionText: string): Promise<RequestRow> {
  const version = versionText.replace(/^v(?=\d)/i, '');
  const model = await modelNamed(setting, named);
  const live = await liveRequestsOfModel(setting.db, setting.workspaceId, model.registry, model.name);
  const row = live.find((one) => one.version === version && (one.action === 'promote' || one.action === 'rollback'));
  if (row !== undefined) return row;
  throw new Refusal(
    'no_such_request',
    `Nobody has asked for ${model.modelId} v${version} yet. Ask first, with \`/mlops promote ${model.modelId} ${version}\` or \`/mlops rollback ${model.modelId}\`, then break the glass.`,
  );
}
