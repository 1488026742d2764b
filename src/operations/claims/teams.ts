import { own } from '#playbook/own.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import { rolesOf } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';

/** What a label may say, as the clouds take it. */
const labelValue = /^[a-z0-9_-]{1,63}$/;

/** The teams of the catalogue by the value that their label has, in alphabetical order. */
export function teamsOf(setting: Setting): readonly string[] {
  const { models, org } = setting.playbooks().set;
  const teams = models.models.map((model) => teamLabel(model, org.labels.team));
  return [...new Set(teams)].filter((team) => labelValue.test(team)).sort();
}

/** The team a person most likely speaks for: of the models they own, else of a role that is named after it. */
export async function likelyTeam(setting: Setting, person: string): Promise<string | null> {
  const { models, org } = setting.playbooks().set;
  const owned = models.models.find(({ owner }) => owner === person);
  if (owned !== undefined) return teamLabel(owned, org.labels.team);
  const roles = await rolesOf(setting, person);
  return teamsOf(setting).find((team) => isNamedAfter(roles, team)) ?? null;
}

/** Every team of the catalogue of somebody who is in `roles`, by its label: of models they own, and of roles named after one. */
export function teamsOfPerson(setting: Setting, person: string, roles: readonly string[]): ReadonlySet<string> {
  const { models, org } = setting.playbooks().set;
  const owned = models.models.filter(({ owner }) => owner === person);
  const named = teamsOf(setting).filter((team) => isNamedAfter(roles, team));
  return new Set([...owned.map((model) => teamLabel(model, org.labels.team)), ...named]);
}

function isNamedAfter(roles: readonly string[], team: string): boolean {
  return roles.some((role) => role === team || role.startsWith(`${team}-`));
}

/** The channel of a team's models; the one of digests where they have none of their own. */
export function channelOfTeam(setting: Setting, team: string | null): string {
  const { models, org } = setting.playbooks().set;
  const found = models.models.find((model) => model.channel !== null && teamLabel(model, org.labels.team) === team);
  return found?.channel ?? org.channels.digest;
}

/** Who owns models of a team. */
export function ownersOfTeam(setting: Setting, team: string | null): readonly string[] {
  const { models, org } = setting.playbooks().set;
  const owners = models.models.filter((model) => teamLabel(model, org.labels.team) === team).map(({ owner }) => owner);
  return [...new Set(owners)];
}

/** Who an id of people.yaml is as a label's value; null where a label cannot hold it. */
export function ownerLabel(person: string): string | null {
  const value = person.toLowerCase().replace(/[^a-z0-9_-]/g, '-');
  return labelValue.test(value) ? value : null;
}

/** The team of a model as its label says it, or else models.yaml. */
export function teamLabel(model: CatalogueModel, key: string): string {
  return own(model.labels, key) ?? model.team;
}
