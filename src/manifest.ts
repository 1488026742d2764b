import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const scopes = z.array(z.string());
const manifest = z.looseObject({
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: scopes, bot_optional: scopes.default([]) }) }),
});

/** The scopes that `manifest.json` asks of a workspace: those Countersign needs, and those it can do without. */
export async function manifestScopes(): Promise<{ bot: readonly string[]; optional: readonly string[] }> {
  const text = await readFile(new URL('../manifest.json', import.meta.url), 'utf8');
  const read = manifest.parse(JSON.parse(text));
  return { bot: read.oauth_config.scopes.bot, optional: read.oauth_config.scopes.bot_optional };
}
