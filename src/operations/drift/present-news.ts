import { driftAlertById } from '#store/drift-alerts.ts';
import type { ShownDriftNews } from '#views/drift-news.ts';
import type { Setting } from '../setting.ts';
import type { DriftNews } from './drift-news.ts';
import { roleNow } from './role-now.ts';

/** News of an alert as people are shown it. Throws an Error if there is no such alert. */
export async function presentNews(
  setting: Setting,
  alertId: string,
  { is, because, to }: DriftNews,
): Promise<ShownDriftNews> {
  const row = await driftAlertById(setting.db, setting.workspaceId, alertId);
  if (row === null) throw new Error(`there is no alert ${alertId}`);
  const { number, modelName: model, version } = row;
  const whom =
    to === null ? null : await roleNow(setting, setting.db, to === 'owner' ? ownerOf(setting, row.playbook) : to);
  return { alert: `D-${number}`, model, version, is, because, to: whom };
}

/** Who owns the playbook of an alert, or else all playbooks. */
function ownerOf(setting: Setting, path: string): string {
  const { set } = setting.playbooks();
  return set.playbooks.find((playbook) => playbook.path === path)?.owner ?? set.org.owner;
}
