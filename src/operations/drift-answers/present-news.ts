import { catalogueModel } from '#playbook/catalogue.ts';
import { alertInGroup } from '#store/drift-answers.ts';
import { roleMemberRows } from '#store/role-members.ts';
import type { DriftNewsState } from '#views/drift-news.ts';
import type { Person } from '#views/people.ts';
import type { DriftNews } from '../drift/drift-news.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';

/** What the thread of an alert says of it, with whom an escalation calls. */
export async function presentNews(setting: Setting, id: string, news: DriftNews): Promise<DriftNewsState> {
  const rows = await alertInGroup(setting.db, setting.workspaceId, id);
  if (rows === null) throw new Error(`there is no alert ${id}`);
  const { alert } = rows;
  return {
    alert: `D-${alert.number}`,
    model: alert.modelName,
    version: alert.version === '' ? null : alert.version,
    is: news.is,
    because: news.because,
    since: alert.openedAt.toISOString(),
    called: news.to === null ? [] : await calledBy(setting, news.to, alert.model),
    drill: alert.drill,
  };
}

/** The members of a role; `owner` stands for whoever owns the model. */
async function calledBy(setting: Setting, to: string, model: string): Promise<readonly Person[]> {
  const { set } = setting.playbooks();
  const names = await readNames(setting, setting.db);
  const one = to === 'owner' ? (catalogueModel(set.models, model)?.owner ?? to) : to;
  if (Object.hasOwn(set.people.people, one)) return [names.person(one)];
  const members = await roleMemberRows(setting.db, setting.workspaceId);
  return members.filter(({ role, until }) => role === one && until === null).map(({ person }) => names.person(person));
}
