import type { SendDrill } from '#operations/drills/run-drill.ts';
import { countRefusals } from '#operations/hooks/count-refusals.ts';
import { readHookSecrets } from '#operations/hooks/read-hook-secrets.ts';
import type { Setting } from '#operations/setting.ts';
import { addHookRefusals } from '#store/hook-refusals.ts';
import type { HookEars, HookSource } from '#web/hooks.ts';
import type { AppOptions } from './app-options.ts';
import { hookSources } from './connect-hooks.ts';
import { keyFor } from './keys.ts';
import { drillSender } from './send-drill.ts';

/** What takes hooks. */
export interface Hooks {
  readonly sources: ReadonlyMap<string, HookSource>;
  readonly onRefused: HookEars['onRefused'];
  readonly sendDrill: SendDrill;
  /** Writes down what was counted last. */
  readonly stop: () => Promise<void>;
}

/** Throws a ConfigError that lists each connection that has half of what its hooks take. */
export function openHooks(setting: Setting, now: () => number, options: AppOptions): Hooks {
  const { db, workspaceId } = setting;
  const key = keyFor(options.secret, 'hooks', workspaceId);
  const uncounted = (err: unknown) => options.log.warn({ err }, 'refused hooks could not be counted');
  const refusals = countRefusals(now, (rows) => addHookRefusals(db, workspaceId, rows), uncounted);
  const kept = readHookSecrets({ db, workspaceId, key }, setting.now, () => performance.now());
  const { org } = setting.playbooks().set;
  const sources = hookSources(org, options.connection, { now, kept, ...options.hookTrust });
  return {
    sources,
    onRefused: refusals.count,
    sendDrill: drillSender(setting, {
      now,
      sources,
      secretsOf: options.connection,
      kept,
      onRefused: (connection, reason) => options.log.warn({ connection, reason }, 'our own drill was refused'),
    }),
    stop: () => refusals.flush().catch(uncounted),
  };
}
