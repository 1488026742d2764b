import type { Workspace } from './workspace.ts';

/** What a person typed as the app gets it: `& < >` escaped, @name and #channel turned into tokens with ids. */
export function escapeTyped(workspace: Workspace, text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return safe.replace(/(^|\s)([@#])([\w.-]*\w)/g, (whole, before: string, sign: string, name: string) => {
    const token = sign === '@' ? userToken(workspace, name) : channelToken(workspace, name);
    return token === null ? whole : `${before}${token}`;
  });
}

function userToken(workspace: Workspace, name: string): string | null {
  const { app } = workspace.options;
  if (name.toLowerCase() === app.name.toLowerCase()) return `<@${app.botUserId}>`;
  const group = workspace.state.groups.find((one) => one.handle === name);
  if (group !== undefined) return `<!subteam^${group.id}|@${group.handle}>`;
  const person = workspace.state.people.find((one) => one.name === name);
  return person === undefined ? null : `<@${person.id}|${person.name}>`;
}

function channelToken(workspace: Workspace, name: string): string | null {
  const channel = workspace.state.channels.find((one) => one.kind === 'public' && one.name === name);
  return channel === undefined ? null : `<#${channel.id}|${channel.name}>`;
}
