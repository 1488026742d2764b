import { refuse } from '../api-refusal.ts';
import type { Workspace } from '../workspace.ts';
import { defineMethod } from './define-method.ts';

function needPaidPlan(workspace: Workspace): void {
  if (workspace.options.plan === 'free') refuse('plan_upgrade_required');
}

export const usergroupsList = defineMethod({
  name: 'usergroups.list',
  token: 'bot',
  scopes: ['usergroups:read'],
  tier: 2,
  run: ({ workspace, args }) => {
    needPaidPlan(workspace);
    const withUsers = args.flag('include_users');
    return {
      usergroups: workspace.state.groups.map((group) => ({
        id: group.id,
        team_id: workspace.state.team.id,
        is_usergroup: true,
        name: group.name,
        description: '',
        handle: group.handle,
        is_external: false,
        date_delete: 0,
        prefs: { channels: [], groups: [] },
        user_count: group.users.length,
        ...(withUsers && { users: group.users }),
      })),
    };
  },
});

export const usergroupsUsersList = defineMethod({
  name: 'usergroups.users.list',
  token: 'bot',
  scopes: ['usergroups:read'],
  tier: 2,
  run: ({ workspace, args }) => {
    needPaidPlan(workspace);
    const id = args.need('usergroup', 'no_such_subteam');
    const group = workspace.state.groups.find((one) => one.id === id);
    if (group === undefined) return refuse('no_such_subteam');
    const gone = new Set(workspace.state.people.filter((one) => one.kind === 'deactivated').map((one) => one.id));
    return { users: group.users.filter((user) => args.flag('include_disabled') || !gone.has(user)) };
  },
});
