/**
 * What could come next in a slash command, from the app's usage hints and the registry.
 * @typedef {{ insert: string, title: string, detail: string }} Suggestion
 */

/** `approve <id> | cost [label]` as subcommands with the hints of their arguments. @param {string} hint */
export function subcommandsIn(hint) {
  return hint
    .split('|')
    .map((part) => part.trim().split(/\s+/))
    .filter(([word]) => /^[a-z][\w-]*$/.test(word ?? ''))
    .map(([word, ...args]) => ({ word, args }));
}

/**
 * Suggestions for the last word of `text`, and where that word begins. Nothing is suggested that is already there.
 * @param {string} text
 * @param {{ command: string, description: string, usageHint: string }[]} commands
 * @param {any[]} models the registry's models
 * @returns {{ from: number, items: Suggestion[], exact: boolean }}
 */
export function suggest(text, commands, models) {
  const none = { from: text.length, items: [], exact: false };
  if (!text.startsWith('/') || text.includes('\n')) return none;
  const words = text.split(/\s+/);
  const partial = words.at(-1) ?? '';
  const all = candidates(words, commands, models);
  const wanted = partial.toLowerCase();
  const items = all.filter((item) => item.insert.toLowerCase().startsWith(wanted) && item.insert !== partial);
  return {
    from: text.length - partial.length,
    items: items.slice(0, 8),
    exact: all.some((item) => item.insert === partial),
  };
}

function candidates(words, commands, models) {
  if (words.length === 1) {
    return commands.map(({ command, description }) => ({ insert: command, title: command, detail: description }));
  }
  const command = commands.find((one) => one.command === words[0]);
  if (command === undefined) return [];
  const subcommands = subcommandsIn(command.usageHint);
  if (words.length === 2) {
    return subcommands.map(({ word, args }) => ({ insert: word, title: word, detail: args.join(' ') }));
  }
  const known = subcommands.find((one) => one.word === words[1]);
  return argument(words.slice(2), known?.args ?? [], models);
}

function argument(given, hints, models) {
  const at = given.length - 1;
  const hint = hints[at] ?? (hints.length === 0 ? ['model', 'version', 'alias'][at] : '') ?? '';
  const model = models.find((one) => one.name === given[0]);
  if (/model/.test(hint)) return models.map((one) => ({ insert: one.name, title: one.name, detail: aliasText(one) }));
  if (model === undefined) return [];
  if (/version/.test(hint)) {
    const newest = [...model.versions].sort((a, b) => Number(b.version) - Number(a.version));
    return newest.map(({ version }) => ({ insert: version, title: version, detail: aliasesAt(model, version) }));
  }
  if (!/alias|target|to\b/.test(hint)) return [];
  return Object.entries(model.aliases).map(([alias, version]) => ({
    insert: alias,
    title: alias,
    detail: `now v${version}`,
  }));
}

function aliasText(model) {
  return Object.entries(model.aliases)
    .map(([alias, version]) => `${alias} v${version}`)
    .join(', ');
}

function aliasesAt(model, version) {
  const names = Object.entries(model.aliases).filter(([, at]) => at === version);
  return names.map(([alias]) => `${alias} now`).join(', ');
}
