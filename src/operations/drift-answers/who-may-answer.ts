import { epochMs, type Instant } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { roleMemberRows } from '#store/role-members.ts';
import { listed } from '#views/wording.ts';
import type { Setting } from '../setting.ts';
import type { AlertForAnswer } from './alert-for-answer.ts';

/** Who may answer an alert: the people and roles that answer for the model, and the roles of the alert's playbook. */
export interface Entitled {
  readonly people: readonly string[];
  readonly roles: readonly string[];
}

type About = Pick<AlertForAnswer, 'registry' | 'modelName' | 'model' | 'playbook'>;

/** The model's owners, its team where a role is called so, and every role that the alert's playbook names. */
export function entitledTo(set: PlaybookSet, alert: About): Entitled {
  const entry = findCatalogueModel(set.models, alert.registry, alert.modelName);
  const { roles, people } = set.people;
  const owners = entry === null ? [] : ownersOf(entry);
  const playbook = set.playbooks.find(({ name }) => name === alert.playbook);
  const named = playbook === undefined ? [] : Object.keys(effectivePolicy(set, playbook, alert.model).roles);
  const teams = entry === null ? [] : [entry.team];
  return {
    people: owners.filter((id) => Object.hasOwn(people, id)),
    roles: [...new Set([...owners, ...teams, ...named])].filter((id) => Object.hasOwn(roles, id)),
  };
}

function ownersOf({ owner, businessOwner, dataOwner }: CatalogueModel): readonly string[] {
  return [owner, ...(businessOwner ?? []), ...(dataOwner ?? [])];
}

/** Throws a Refusal that names who may, unless this person may answer the alert. */
export async function refuseUnlessEntitled(
  setting: Setting,
  db: Executor,
  alert: About & Pick<AlertForAnswer, 'name'>,
  person: string,
): Promise<void> {
  const { set } = setting.playbooks();
  const entitled = entitledTo(set, alert);
  if (entitled.people.includes(person)) return;
  if (await inOneOf(setting, db, person, entitled.roles, setting.now())) return;
  const who = [...entitled.people, ...entitled.roles.map((role) => roleName([role]))];
  throw new Refusal(
    'may_not_answer',
    who.length === 0
      ? `Nobody answers for ${alert.model}: neither models.yaml nor a playbook names anybody. Ask ${set.org.owner}.`
      : `Only ${listed(who, 6, 'or')} can answer ${alert.name}. Ask one of them.`,
  );
}

async function inOneOf(
  setting: Setting,
  db: Executor,
  person: string,
  roles: readonly string[],
  now: Instant,
): Promise<boolean> {
  const rows = await roleMemberRows(db, setting.workspaceId);
  const at = epochMs(now);
  return rows.some(
    (row) =>
      row.person === person &&
      roles.includes(row.role) &&
      row.since.getTime() <= at &&
      (row.until === null || row.until.getTime() > at),
  );
}
