import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import type { SendDrill } from '#operations/drills/run-drill.ts';
import type { ReadHookSecrets } from '#operations/hooks/read-hook-secrets.ts';
import type { Setting } from '#operations/setting.ts';
import { takeHook } from '#operations/take-hook.ts';
import type { HookSource } from '#web/hooks.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';

interface DrillWays {
  readonly now: () => number;
  readonly sources: ReadonlyMap<string, HookSource>;
  readonly secretsOf: (id: string) => ConnectionSecrets;
  readonly kept: ReadHookSecrets;
  /** Hears of an event that was refused; its drill will count as missed. */
  readonly onRefused: (connection: string, reason: string) => void;
}

const contentType = 'application/cloudevents+json';

/**
 * Signs events with a connection's own secret and has them verified and taken as what comes by HTTP is. Where a connection
 * has no secret, because Google signs for it, they are taken as if they had been verified.
 */
export function drillSender(setting: Setting, { now, sources, secretsOf, kept, onRefused }: DrillWays): SendDrill {
  return async (connection, { id, body }) => {
    const rawBody = Buffer.from(body, 'utf8');
    const secret = secretsOf(connection).webhookSecret?.reveal() ?? (await kept(connection))[0];
    if (secret === undefined) {
      const news = { kind: 'drift', headers: { 'content-type': contentType }, translation: null } as const;
      return await takeHook(setting, { connection, id, rawBody, news });
    }
    const timestamp = String(Math.floor(now() / 1000));
    const headers = {
      'content-type': contentType,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(secret, { id, timestamp, content: rawBody }),
    };
    const reading = await sources.get(connection)?.verify(headers, rawBody, `/hooks/${connection}`);
    if (reading?.ok === true) await takeHook(setting, { connection, id: reading.id, rawBody, news: reading.news });
    else onRefused(connection, reading?.reason ?? 'unknown');
  };
}
