import type { IncomingHttpHeaders } from 'node:http';
import { drillDeliveries } from '#adapters/drift/drill/drill-deliveries.ts';
import { type DriftKind, driftKindOf } from '#adapters/drift/translate-drift.ts';
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
  /** Hears of a delivery that was refused; its drill will count as missed. */
  readonly onRefused: (connection: string, reason: string) => void;
}

const contentTypes = {
  'drift-events': 'application/cloudevents+json',
  'cloud-monitoring': 'application/json',
  'vertex-monitoring': 'application/json',
} as const satisfies Record<DriftKind, string>;

interface Delivery {
  readonly id: string;
  readonly rawBody: Buffer;
  readonly contentType: string;
}

/**
 * Has what a drill reports verified and taken as what its source sends by HTTP is: in the form of that source, signed with
 * the connection's own secret, or with its password. Where Google signs, it is taken as if it had been verified.
 */
export function drillSender(setting: Setting, ways: DrillWays): SendDrill {
  return async (connection, reports) => {
    const source = ways.sources.get(connection);
    const kind = driftKindOf(setting.playbooks().set.org.connections.find(({ id }) => id === connection)?.kind ?? '');
    if (source === undefined || kind === null) return ways.onRefused(connection, 'nobody-believed');
    const [first] = reports;
    const monitor = setting.drift.monitors.get(connection);
    const deployed = first === undefined ? null : ((await monitor?.watching(first.modelName)) ?? null);
    for (const { id, body } of reports.flatMap((report) => drillDeliveries(kind, report, deployed))) {
      const delivery = { id, rawBody: Buffer.from(body, 'utf8'), contentType: contentTypes[kind] };
      const proof = await proofOf(ways, connection, kind, delivery);
      if (proof === null && (ways.secretsOf(connection).pushAudience ?? null) === null) {
        ways.onRefused(connection, 'no-secret');
      } else if (proof === null) await takePushed(setting, connection, delivery);
      else await takeVerified(setting, ways, connection, source, delivery, proof);
    }
  };
}

/** What proves who sent a delivery; null where only Google can. */
async function proofOf(
  { secretsOf, kept, now }: DrillWays,
  connection: string,
  kind: DriftKind,
  { id, rawBody }: Delivery,
): Promise<IncomingHttpHeaders | null> {
  const { username, password, webhookSecret } = secretsOf(connection);
  if (kind === 'cloud-monitoring' && username !== null && password !== null) {
    return { authorization: `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}` };
  }
  if (kind !== 'drift-events') return null;
  const secret = webhookSecret?.reveal() ?? (await kept(connection))[0];
  if (secret === undefined) return null;
  const timestamp = String(Math.floor(now() / 1000));
  const signature = signatureOf(secret, { id, timestamp, content: rawBody });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

async function takeVerified(
  setting: Setting,
  { onRefused }: DrillWays,
  connection: string,
  source: HookSource,
  { id, rawBody, contentType }: Delivery,
  proof: IncomingHttpHeaders,
): Promise<void> {
  const headers = { 'content-type': contentType, ...proof };
  const reading = await source.verify(headers, rawBody, `/hooks/${connection}`);
  if (reading.ok) await takeHook(setting, { connection, id, rawBody, news: reading.news });
  else onRefused(connection, reading.reason ?? 'unknown');
}

/** In the wrapping of Pub/Sub, as it comes from Google. */
async function takePushed(setting: Setting, connection: string, { id, rawBody, contentType }: Delivery): Promise<void> {
  const push = {
    message: { messageId: id, data: rawBody.toString('base64'), attributes: { 'content-type': contentType } },
  };
  const news = { kind: 'drift', headers: {}, translation: null } as const;
  await takeHook(setting, { connection, id, rawBody: Buffer.from(JSON.stringify(push)), news });
}
