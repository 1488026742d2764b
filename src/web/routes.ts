import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Setting } from '#operations/setting.ts';
import { type Health, healthRoutes } from './health.ts';
import { type HookEars, type HookSource, hookRoutes } from './hooks.ts';

/** One address of the web process. */
export interface Route {
  readonly path: string;
  readonly method: string | string[];
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Everything the web process answers beside Slack. */
export function routesOf(
  setting: Setting,
  health: Health,
  hooks: { readonly sources: ReadonlyMap<string, HookSource>; readonly onRefused: HookEars['onRefused'] },
): readonly Route[] {
  return [
    ...healthRoutes(health),
    ...hookRoutes(setting, hooks.sources, { onError: health.onError, onRefused: hooks.onRefused }),
  ];
}
