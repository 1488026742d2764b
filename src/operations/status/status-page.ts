import { countUrgent, urgentFirst } from '#store/status-models.ts';
import type { StatusList } from '#views/status-list.ts';
import type { ShownScope } from '#views/status-state.ts';
import { rolesOf } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { attentionOf } from './attention.ts';
import { presentModels } from './present-models.ts';
import { modelScope, nearTeams } from './status-scope.ts';
import { weekCosts } from './week-costs.ts';

/** Models on one page. */
const pageSize = 10;

/** What of a list is asked for. */
export interface StatusQuestion {
  readonly scope: ShownScope;
  /** Whether only models count of which something is asked. */
  readonly needsAction: boolean;
  readonly offset: number;
}

/**
 * A page of models as the reader sees them: what waits for them first, then what waits for somebody. Whoever no model
 * belongs to and nothing waits for sees the whole organization.
 */
export async function statusPage(setting: Setting, slackUser: string, asked: StatusQuestion): Promise<StatusList> {
  const { db, workspaceId } = setting;
  const { org, people } = setting.playbooks().set;
  const person = personOf(people, slackUser);
  const [attention, costs, roles] = await Promise.all([
    attentionOf(setting, person),
    weekCosts(setting),
    person === null ? [] : rolesOf(setting, person),
  ]);
  const asker = person === null ? null : { person, roles };
  const { urgent } = attention;
  const mine = modelScope(setting, { kind: 'mine' }, asker, urgent.you);
  const ownCount = await countUrgent(db, workspaceId, mine, urgent);
  const none = asked.scope.kind === 'mine' && ownCount.total === 0;
  const shown: ShownScope = none ? { kind: 'all' } : asked.scope;
  const scope = modelScope(setting, shown, asker, urgent.you);
  const page = { needsAction: asked.needsAction, offset: asked.offset, limit: pageSize };
  const [counts, rows] = await Promise.all([
    shown.kind === 'mine' ? ownCount : countUrgent(db, workspaceId, scope, urgent),
    urgentFirst(db, workspaceId, scope, urgent, page),
  ]);
  return {
    ...counts,
    models: await presentModels(setting, rows, { attention, costs }),
    scope: shown,
    needsAction: asked.needsAction,
    offset: asked.offset,
    organization: org.name,
    note: null,
    noneYours: none,
    hasOwn: ownCount.total > 0,
    apart: attention.apart,
    near: shown.kind === 'like' && counts.total === 0 ? nearTeams(setting, shown.text) : [],
    costDays: costs.days,
    now: setting.now(),
  };
}
