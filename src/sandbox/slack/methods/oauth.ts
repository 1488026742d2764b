import { randomBytes } from 'node:crypto';
import { refuse } from '../api-refusal.ts';
import { emitEvent } from '../events.ts';
import { killBotTokens } from '../tokens.ts';
import { defineMethod } from './define-method.ts';

export const oauthV2Access = defineMethod({
  name: 'oauth.v2.access',
  token: 'none',
  scopes: [],
  tier: 4,
  run: ({ workspace, args }) => {
    const { oauth, app } = workspace.options;
    if (args.text('client_id') !== oauth.clientId) return refuse('invalid_client_id');
    if (args.text('client_secret') !== oauth.clientSecret) return refuse('bad_client_secret');
    const code = workspace.house.takeCode(args.need('code', 'invalid_code'), workspace.clock.now());
    const team = code === null ? undefined : workspace.house.team(code.teamId);
    if (code === null || team === undefined) return refuse('invalid_code');
    if (code.redirectUri !== args.text('redirect_uri')) return refuse('bad_redirect_uri');
    const token = `xoxb-${team.state.team.id.toLowerCase()}-${randomBytes(12).toString('hex')}`;
    killBotTokens(team.tokens);
    team.tokens.set(token, { kind: 'bot', scopes: [...code.scopes], status: 'active' });
    return {
      app_id: app.id,
      authed_user: { id: code.user },
      scope: code.scopes.join(','),
      token_type: 'bot',
      access_token: token,
      bot_user_id: app.botUserId,
      team: { id: team.state.team.id, name: team.state.team.name },
      enterprise: null,
      is_enterprise_install: false,
    };
  },
});

export const appsUninstall = defineMethod({
  name: 'apps.uninstall',
  token: 'bot',
  scopes: [],
  tier: 1,
  run: ({ workspace, args }) => {
    const { oauth, app } = workspace.options;
    if (args.text('client_id') !== oauth.clientId) return refuse('invalid_client_id');
    if (args.text('client_secret') !== oauth.clientSecret) return refuse('bad_client_secret');
    const bot = app.botUserId;
    void emitEvent(workspace, { type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } });
    void emitEvent(workspace, { type: 'app_uninstalled' });
    killBotTokens(workspace.tokens);
    return {};
  },
});
