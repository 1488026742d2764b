import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const scopes = z.array(z.string());
const manifest = z.looseObject({
  display_information: z.looseObject({ name: z.string() }),
  features: z.looseObject({
    app_home: z.looseObject({ home_tab_enabled: z.boolean() }),
    slash_commands: z.array(
      z.looseObject({
        command: z.string(),
        description: z.string(),
        usage_hint: z.string(),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: scopes, bot_optional: scopes.default([]) }) }),
  settings: z.looseObject({ event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }) }),
});

/** What `manifest.json` makes of a Slack app. */
export async function readManifest(): Promise<z.infer<typeof manifest>> {
  const text = await readFile(new URL('../manifest.json', import.meta.url), 'utf8');
  return manifest.parse(JSON.parse(text));
}

/** The scopes that `manifest.json` asks of a workspace: those Countersign needs, and those it can do without. */
export async function manifestScopes(): Promise<{ bot: readonly string[]; optional: readonly string[] }> {
  const { scopes: asked } = (await readManifest()).oauth_config;
  return { bot: asked.bot, optional: asked.bot_optional };
}
