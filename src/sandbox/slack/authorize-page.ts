import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './request-body.ts';
import type { Workspace } from './workspace.ts';

const CSP = "default-src 'none'; style-src 'unsafe-inline'";

/** `/oauth/v2/authorize`: asks who installs the app into which workspace (GET), then sends the browser back (POST). */
export async function answerAuthorize(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { oauth } = workspace.options;
  const asked = url.searchParams;
  const redirectUri = asked.get('redirect_uri');
  if (asked.get('client_id') !== oauth.clientId) return refuse(response, 'invalid_client_id');
  if (!allowed(oauth.redirectUrls, redirectUri)) return refuse(response, 'bad_redirect_uri');
  const target = redirectUri ?? oauth.redirectUrls[0];
  if (target === undefined) return refuse(response, 'missing_redirect_uri');
  if (request.method !== 'POST') return showPage(workspace, response, url);
  const form = new URLSearchParams((await readBody(request)).toString());
  const back = new URL(target);
  const state = asked.get('state');
  if (state !== null) back.searchParams.set('state', state);
  const team = workspace.house.team(form.get('team') ?? '');
  const user = team?.state.people.find(({ id }) => id === form.get('user'));
  if (form.get('answer') !== 'allow') back.searchParams.set('error', 'access_denied');
  else if (team === undefined || user === undefined) return refuse(response, 'invalid_team');
  else {
    const scopes = (asked.get('scope') ?? '').split(',').filter((scope) => scope !== '');
    const code = { teamId: team.state.team.id, user: user.id, scopes, redirectUri };
    back.searchParams.set('code', workspace.house.issueCode(code, workspace.clock.now()));
  }
  response.writeHead(302, { location: back.href }).end();
}

/** A redirect must begin with one that was registered. */
function allowed(registered: readonly string[], given: string | null): boolean {
  return given === null || registered.some((one) => given.startsWith(one));
}

function refuse(response: ServerResponse, error: string): void {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(error);
}

function showPage(workspace: Workspace, response: ServerResponse, url: URL): void {
  const scopes = (url.searchParams.get('scope') ?? '').split(',').filter((scope) => scope !== '');
  const choices = workspace.house.all().flatMap(({ state }) =>
    state.people
      .filter(({ kind }) => kind === 'member')
      .slice(0, 1)
      .map((person) => {
        const hidden = `<input type="hidden" name="team" value="${escaped(state.team.id)}"><input type="hidden" name="user" value="${escaped(person.id)}">`;
        const label = `Install in ${escaped(state.team.name)} as ${escaped(person.realName)}`;
        return `<form method="post">${hidden}<button name="answer" value="allow">${label}</button></form>`;
      }),
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP });
  response.end(`<!doctype html><html lang="en"><title>Install ${escaped(workspace.options.app.name)}</title>
<style>body{font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem;margin:.25rem 0}</style>
<h1>Install ${escaped(workspace.options.app.name)}?</h1>
<p>It asks to be allowed:</p><ul>${scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')}</ul>
${choices.join('\n')}
<form method="post"><button name="answer" value="deny">Cancel</button></form></html>`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
