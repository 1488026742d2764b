import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import { own } from '#playbook/own.ts';
import { listed } from '#views/wording.ts';
import { inOneOf, ownersOf } from '../drift-answers/who-may-answer.ts';
import type { Names } from '../names.ts';
import type { Setting } from '../setting.ts';

/** Who may say what a model's use case is. */
interface Assessors {
  readonly people: readonly string[];
  readonly roles: readonly string[];
}

/**
 * Those who may answer for a model: its owners, its team's roles (called as the team, or beginning with it, as
 * `fraud-ml`), and whoever owns models.yaml.
 */
function assessorsOf(setting: Setting, model: string): Assessors {
  const { models, people: known } = setting.playbooks().set;
  const entry = catalogueModel(models, model);
  const owners = entry === null ? [] : ownersOf(entry);
  const ofTeam = Object.keys(known.roles).filter(
    (role) => entry !== null && (role === entry.team || role.startsWith(`${entry.team}-`)),
  );
  const roles = [...owners, ...ofTeam, models.owner].filter((role) => Object.hasOwn(known.roles, role));
  return { people: owners.filter((id) => Object.hasOwn(known.people, id)), roles: [...new Set(roles)] };
}

/** Whether a person is one of them now. */
async function mayAssess(setting: Setting, model: string, person: string): Promise<boolean> {
  const { people, roles } = assessorsOf(setting, model);
  return people.includes(person) || (await inOneOf(setting, setting.db, person, roles, setting.now()));
}

/** The Slack account of the person who owns a model; null if people.yaml gives none. */
export function ownersAccount(setting: Setting, model: string): string | null {
  const { models, people } = setting.playbooks().set;
  const owner = catalogueModel(models, model)?.owner;
  return owner === undefined ? null : (own(people.people, owner)?.slack[0] ?? null);
}

/** As people read it: `Ana Ruiz, Fraud ML or ML platform`. */
export function assessorsNamed(setting: Setting, model: string, names: Names): string {
  const { people, roles } = assessorsOf(setting, model);
  return listed(
    [...new Set([...people.map((person) => names.of(person)), ...roles.map((role) => roleName([role]))])],
    6,
    'or',
  );
}

/** Throws a Refusal that names who may, unless this person may answer for the model. */
export async function refuseUnlessAssessor(
  setting: Setting,
  model: string,
  person: string,
  names: Names,
): Promise<void> {
  if (await mayAssess(setting, model, person)) return;
  const who = assessorsNamed(setting, model, names);
  throw new Refusal('may_not_answer', `Only ${who} can answer for ${model}. Ask one of them.`);
}
