import { z } from 'zod';
import type { People } from '#playbook/playbook.ts';
import { type Finding, note, ok, problem } from './finding.ts';
import type { SlackCall } from './slack-call.ts';
import { groupScope } from './slack-token.ts';

const listed = z.object({ users: z.array(z.string()) });

/** Whether Slack tells who is in each user group that a role is, and whether somebody of people.yaml is. */
export async function groupFindings(
  people: People,
  scopes: readonly string[],
  call: SlackCall,
): Promise<readonly Finding[]> {
  const roles = Object.entries(people.roles).flatMap(([role, { source }]) =>
    'slackUsergroup' in source ? [{ role, group: source.slackUsergroup }] : [],
  );
  if (roles.length === 0) {
    if (!scopes.includes(groupScope)) return [];
    return [note(`The app has ${groupScope}, but no role is a user group`, 'take it away under OAuth & Permissions')];
  }
  if (!scopes.includes(groupScope)) {
    const names = roles.map(({ role }) => role).join(', ');
    return [
      problem(
        `The app lacks ${groupScope}, so nobody can fill a seat of ${names}`,
        `grant ${groupScope} under OAuth & Permissions and install the app again`,
      ),
    ];
  }
  return await Promise.all(
    roles.map(async ({ role, group }) => {
      const { error, body } = await call('usergroups.users.list', { usergroup: group });
      const read = listed.safeParse(body);
      if (error !== null || !read.success) return unread(role, group, error ?? 'an answer that could not be read');
      const found = Object.values(people.people).filter(({ slack }) =>
        slack.some((one) => read.data.users.includes(one)),
      );
      return counted(role, group, found.length, read.data.users.length);
    }),
  );
}

function unread(role: string, group: string, error: string): Finding {
  switch (error) {
    case 'no_such_subteam':
      return problem(
        `Slack knows no user group ${group} (${role}), or it is switched off`,
        `switch it on, or write the group's id under ${role} in people.yaml`,
      );
    case 'plan_upgrade_required':
    case 'paid_teams_only':
      return problem(
        `Slack has user groups on paid plans only, so nobody can fill a seat of ${role}`,
        `list the people of ${role} in people.yaml`,
      );
    default:
      return problem(
        `Slack does not tell who is in user group ${group} (${role}): ${error}`,
        'run countersign doctor again in a minute',
      );
  }
}

function counted(role: string, group: string, people: number, accounts: number): Finding {
  if (people === 0) {
    return problem(
      `Nobody of people.yaml is in user group ${group}, so nobody can fill a seat of ${role}`,
      'add its people to people.yaml, or people to the group',
    );
  }
  const others = accounts - people;
  if (others <= 0) return ok(`Role ${role} is the ${people} people of user group ${group}`);
  return note(
    `Role ${role} is user group ${group}: ${people} of its ${accounts} accounts belong to people of people.yaml, the others fill no seat`,
    'add them to people.yaml if they should',
  );
}
