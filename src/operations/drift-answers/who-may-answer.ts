import type { Instant } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { listed } from '#views/wording.ts';
import { judge } from '../judge.ts';
import { peopleInRole } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { silenceFacts } from '../silence/silence-facts.ts';
import type { AlertForAnswer } from './alert-for-answer.ts';

/** Who may answer an alert. */
interface Entitled {
  readonly people: readonly string[];
  readonly roles: readonly string[];
}

/**
 * Throws a Refusal that names who may, unless this person may answer the alert: the model's owners, its team where a
 * role is called so, and the roles that the alert's playbook asks for this model or tells.
 */
export async function refuseUnlessEntitled(
  setting: Setting,
  db: Executor,
  alert: AlertForAnswer,
  person: string,
): Promise<void> {
  const { set } = setting.playbooks();
  const { people, roles } = await entitledTo(setting, db, alert);
  if (people.includes(person)) return;
  if (await inOneOf(setting, db, person, roles, setting.now())) return;
  const who = [...people, ...roles.map((role) => roleName([role]))];
  throw new Refusal(
    'may_not_answer',
    who.length === 0
      ? `Nobody answers for ${alert.model}: neither models.yaml nor a playbook names anybody. Ask ${set.org.owner}.`
      : `Only ${listed(who, 6, 'or')} can answer ${alert.name}. Ask one of them.`,
  );
}

async function entitledTo(setting: Setting, db: Executor, alert: AlertForAnswer): Promise<Entitled> {
  const { models, people: known } = setting.playbooks().set;
  const entry = findCatalogueModel(models, alert.registry, alert.modelName);
  const owners = entry === null ? [] : ownersOf(entry);
  const { rule } = alert;
  const told = [...(rule.to === null ? [] : [rule.to]), ...rule.escalate.map(({ to }) => to)];
  const team = entry === null ? [] : [entry.team];
  const roles = [...owners, ...team, ...told, ...(await rolesAsked(setting, db, alert))];
  return {
    people: owners.filter((id) => Object.hasOwn(known.people, id)),
    roles: [...new Set(roles)].filter((id) => Object.hasOwn(known.roles, id)),
  };
}

/** The people and roles that the catalogue names as a model's owners. */
export function ownersOf({ owner, businessOwner, dataOwner }: CatalogueModel): readonly string[] {
  return [owner, ...(businessOwner ?? []), ...(dataOwner ?? [])];
}

/** The roles of the alert's playbook whose people it would ask about a silence of this alert. */
async function rolesAsked(setting: Setting, db: Executor, alert: AlertForAnswer): Promise<readonly string[]> {
  const current = setting.playbooks();
  const playbook = current.set.playbooks.find(({ name }) => name === alert.playbook);
  if (playbook === undefined) return [];
  const policy = effectivePolicy(current.set, playbook, alert.model, alert.registry);
  const now = setting.now();
  const order = { alertId: alert.id, alert: alert.name, rule: alert.rule.id, until: now };
  const nobody = { slackUser: '', person: null, name: '' };
  const facts = await silenceFacts(setting, db, { id: setting.newId(), alert, order, requester: nobody, reason: '' });
  const { rules } = judge(policy, current, facts, [], now).verdict;
  const applying = rules.filter(({ state }) => state !== 'not_applicable');
  return applying.flatMap(({ seats }) => seats).flatMap((seat) => seat.roles);
}

/** Whether a person is in one of these roles at a moment. */
export async function inOneOf(
  setting: Setting,
  db: Executor,
  person: string,
  roles: readonly string[],
  now: Instant,
): Promise<boolean> {
  for (const role of roles) {
    if ((await peopleInRole(setting, db, role, now)).includes(person)) return true;
  }
  return false;
}
