import { defineMethod } from './define-method.ts';

export const authTest = defineMethod({
  name: 'auth.test',
  token: 'any',
  scopes: [],
  tier: 'unlimited',
  run: ({ workspace, caller }) => {
    const { team } = workspace.state;
    const { app } = workspace.options;
    if (caller.kind === 'app') return { app_name: app.name, app_id: app.id };
    return {
      url: `${workspace.origin}/`,
      team: team.name,
      user: app.name.toLowerCase(),
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
});

export const appsConnectionsOpen = defineMethod({
  name: 'apps.connections.open',
  token: 'app',
  scopes: ['connections:write'],
  tier: 'unlimited',
  run: ({ workspace }) => ({ url: workspace.openSocket() }),
});
