import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { ModelRow } from '#store/models.ts';
import { listed } from '#views/wording.ts';
import { actorOf, listedActor } from '../actor.ts';
import { inOneOf, ownersOf } from '../drift-answers/who-may-answer.ts';
import type { Setting } from '../setting.ts';
import { type StartedDrill, startDrill } from './start-drill.ts';

/**
 * Starts a drill for somebody who owns the model, is of its team, or of the role that owns the workspace's set-up: its
 * posts disturb whoever gets real ones. Throws a Refusal for anybody else.
 */
export async function drillAsked(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string },
  { registry, name }: Pick<ModelRow, 'registry' | 'name'>,
): Promise<StartedDrill> {
  const { models, people, org } = setting.playbooks().set;
  const actor = listedActor(setting, await actorOf(setting, act));
  const entry = findCatalogueModel(models, registry, name);
  const named = [...(entry === null ? [] : [...ownersOf(entry), entry.team]), org.owner];
  const roles = [...new Set(named)].filter((id) => Object.hasOwn(people.roles, id));
  const owners = [...new Set(named)].filter((id) => Object.hasOwn(people.people, id));
  const may = owners.includes(actor.person) || (await inOneOf(setting, setting.db, actor.person, roles, setting.now()));
  if (!may) {
    const who = [...owners, ...roles.map((role) => roleName([role]))];
    throw new Refusal('may_not_drill', `Only ${listed(who, 6, 'or')} can send a drill of ${name}. Ask one of them.`);
  }
  return await startDrill(setting, { registry, modelName: name }, { by: actor.slackUser });
}
