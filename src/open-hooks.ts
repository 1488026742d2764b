import { countRefusals } from '#operations/hooks/count-refusals.ts';
import { readHookSecrets } from '#operations/hooks/read-hook-secrets.ts';
import type { Setting } from '#operations/setting.ts';
import { addHookRefusals } from '#store/hook-refusals.ts';
import type { HookEars, HookSource } from '#web/hooks.ts';
import type { AppOptions } from './app.ts';
import { hookSources } from './connect-hooks.ts';
import { keyFor } from './keys.ts';

/** What takes hooks. */
export interface Hooks {
  readonly sources: ReadonlyMap<string, HookSource>;
  readonly onRefused: HookEars['onRefused'];
  /** Writes down what was counted last. */
  readonly stop: () => Promise<void>;
}

/** Throws a ConfigError that lists each connection that has half of what its hooks take. */
export function openHooks(setting: Setting, now: () => number, options: AppOptions): Hooks {
  const { db, workspaceId } = setting;
  const key = keyFor(options.secret, 'hooks', workspaceId);
  const uncounted = (err: unknown) => options.log.warn({ err }, 'refused hooks could not be counted');
  const refusals = countRefusals(now, (rows) => addHookRefusals(db, workspaceId, rows), uncounted);
  return {
    sources: hookSources(setting.playbooks().set.org, options.connection, {
      now,
      kept: readHookSecrets({ db, workspaceId, key }, setting.now, () => performance.now()),
      ...options.hookTrust,
    }),
    onRefused: refusals.count,
    stop: () => refusals.flush().catch(uncounted),
  };
}
