import { refuse } from '../api-refusal.ts';
import type { UserGroup } from '../people.ts';
import type { Workspace } from '../workspace.ts';
import { defineMethod } from './define-method.ts';

function needPaidPlan(workspace: Workspace): void {
  if (workspace.options.plan === 'free') refuse('plan_upgrade_required');
}

function shown({ state }: Workspace, offToo: boolean): readonly UserGroup[] {
  return state.groups.filter(({ off }) => offToo || off !== true);
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
      usergroups: shown(workspace, args.flag('include_disabled')).map((group) => ({
        id: group.id,
        team_id: workspace.state.team.id,
        is_usergroup: true,
        name: group.name,
        description: '',
        handle: group.handle,
        is_external: false,
        date_delete: group.off === true ? 1 : 0,
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
    if (group === undefined || (group.off === true && !args.flag('include_disabled'))) return refuse('no_such_subteam');
    const gone = new Set(workspace.state.people.filter((one) => one.kind === 'deactivated').map((one) => one.id));
    return { users: group.users.filter((user) => args.flag('include_disabled') || !gone.has(user)) };
  },
});
