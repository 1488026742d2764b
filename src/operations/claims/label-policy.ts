import type { LabelPolicy } from '#cost/label-policy.ts';
import { profileRows } from '#store/profiles.ts';
import { recommendedLabels, requiredLabels } from '../cost/kept-labels.ts';
import type { Setting } from '../setting.ts';
import { sharedTeam } from './answer-claim.ts';
import { ownerLabel, teamsOf } from './teams.ts';

/**
 * What labels should say, from the playbooks in force: the keys of org.yaml, teams and models of the catalogue, and
 * people. An owner whose Slack account is gone, or whom people.yaml calls inactive, is not alive.
 */
export async function labelPolicyOf(setting: Setting, projectEnv: LabelPolicy['projectEnv']): Promise<LabelPolicy> {
  const { org, models, people } = setting.playbooks().set;
  const { team, model, environment, owner } = org.labels;
  const required = requiredLabels(setting);
  const named = models.models.flatMap(({ labels }) => labels[model] ?? []);
  return {
    required,
    known: [...new Set([team, model, environment, owner, ...required, ...recommendedLabels])],
    ownerKey: owner,
    environmentKey: environment,
    values: new Map([
      [team, [...teamsOf(setting), sharedTeam]],
      ...(named.length === 0 ? [] : [[model, [...new Set(named)]] as const]),
    ]),
    owners: await ownersOf(setting, people.people),
    projectEnv,
  };
}

async function ownersOf(
  setting: Setting,
  people: Readonly<Record<string, { readonly slack: readonly string[]; readonly active: boolean }>>,
): Promise<LabelPolicy['owners']> {
  const profiles = await profileRows(
    setting.db,
    setting.workspaceId,
    Object.values(people).flatMap(({ slack }) => slack),
  );
  const gone = new Set(profiles.filter((profile) => !profile.active).map(({ slackUser }) => slackUser));
  const active = new Set<string>();
  const inactive = new Set<string>();
  for (const [id, person] of Object.entries(people)) {
    const value = ownerLabel(id);
    if (value === null) continue;
    const alive = person.active && !person.slack.every((account) => gone.has(account));
    (alive ? active : inactive).add(value);
  }
  return { active, inactive };
}
