import type { IncomingHttpHeaders } from 'node:http';
import { type GoogleCertificates, googleCertificates, verifyPushToken } from '#adapters/google/push-token.ts';
import { readPush } from '#adapters/pipelines/vertex-pipelines/push-message.ts';
import { verifyRunEvent } from '#adapters/pipelines/webhook/verify-run-event.ts';
import { verifyWebhook } from '#adapters/registries/mlflow/verify-webhook.ts';
import type { ReadHookSecrets } from '#operations/hooks/read-hook-secrets.ts';
import type { Org } from '#playbook/organization.ts';
import type { HookReading, HookSource } from '#web/hooks.ts';
import { budgetHookSource } from './connect-budget-hooks.ts';
import { driftHookSource } from './connect-drift-hooks.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

/** By what hooks are believed: our clock in milliseconds since the epoch, the keys that Google signs with, and kept secrets. */
export interface HookTrust {
  readonly now: () => number;
  readonly kept: ReadHookSecrets;
  readonly certificates: GoogleCertificates;
}

/**
 * What verifies the hooks of each connection that may send some: by the secret of the environment, else by the kept ones,
 * so that one without any believes nobody. Throws a ConfigError that lists each connection that has half of what it takes.
 */
export function hookSources(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
  { now, kept, certificates = googleCertificates() }: Omit<HookTrust, 'certificates'> & Partial<HookTrust>,
): ReadonlyMap<string, HookSource> {
  const problems: string[] = [];
  const sources = new Map<string, HookSource>();
  for (const connection of org.connections) {
    const { id, kind } = connection;
    const secrets = secretsOf(id);
    const given = secrets.webhookSecret?.reveal();
    const secretsNow: SecretsNow = given === undefined ? (options) => kept(id, options) : async () => [given];
    if (kind === 'mlflow') sources.set(id, bySecret(secretsNow, ofMlflow(now)));
    // What it is sent is signed with the same secret, so that it cannot do without one in the environment.
    if (kind === 'webhook' && given !== undefined) sources.set(id, bySecret(secretsNow, ofReceiver(now)));
    try {
      const drift = driftHookSource(connection, secrets, { now, certificates, secrets: secretsNow });
      if (drift !== null) sources.set(id, drift);
      const budgets = budgetHookSource(connection, secrets, certificates);
      if (budgets !== null) sources.set(id, budgets);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
    if (kind !== 'vertex-pipelines') continue;
    const { pushAudience: audience = null, pushAccount: account = null } = secrets;
    if (audience !== null && account !== null) sources.set(id, ofPubSub({ audience, account }, certificates));
    else if (audience !== account) {
      problems.push(
        `connection ${id} has one of PUSH_AUDIENCE and PUSH_ACCOUNT: set both, or neither to take no pushes`,
      );
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return sources;
}

type SecretsNow = (options?: { readonly inVain: true }) => Promise<readonly string[]>;
type VerifyBySecret = (secret: string, headers: IncomingHttpHeaders, rawBody: Buffer) => HookReading;

/** Believes what any of the secrets signed; before it refuses a signature it looks whether there is a newer one. */
function bySecret(secrets: SecretsNow, verify: VerifyBySecret): HookSource {
  return {
    verify: async (headers, rawBody) => {
      const reading = byAny(await secrets(), (secret) => verify(secret, headers, rawBody));
      if (reading !== null) return reading;
      const again = await secrets({ inVain: true });
      return byAny(again, (secret) => verify(secret, headers, rawBody)) ?? unsigned(again);
    },
  };
}

/** Null if none of the secrets is the one that was signed with. */
function byAny(secrets: readonly string[], verify: (secret: string) => HookReading): HookReading | null {
  for (const secret of secrets) {
    const reading = verify(secret);
    if (reading.ok || reading.reason !== 'bad-signature') return reading;
  }
  return null;
}

function unsigned(secrets: readonly string[]): HookReading {
  return refused(secrets.length === 0 ? 'no-secret' : 'bad-signature');
}

function ofMlflow(now: () => number): VerifyBySecret {
  return (secret, headers, rawBody) => {
    const verdict = verifyWebhook({ secret, headers, rawBody, nowMs: now() });
    if (!verdict.verified) return refused(verdict.because);
    const { event } = verdict;
    const name = 'model' in event ? event.model : null;
    return { ok: true, id: verdict.deliveryId, news: { kind: 'model', name } };
  };
}

function ofReceiver(now: () => number): VerifyBySecret {
  return (secret, headers, rawBody) => {
    const verdict = verifyRunEvent({ secret, headers, rawBody, nowMs: now() });
    return verdict.verified ? { ok: true, id: verdict.deliveryId, news: { kind: 'run' } } : refused(verdict.because);
  };
}

function ofPubSub(sender: { audience: string; account: string }, certificates: GoogleCertificates): HookSource {
  return {
    verify: async (headers, rawBody) => {
      const verdict = await verifyPushToken(headers.authorization, sender, certificates);
      if (!verdict.verified) return refused(verdict.because);
      const { id, aboutRuns } = readPush(headers, rawBody);
      return { ok: true, id, news: { kind: aboutRuns ? 'runs' : 'nothing' } };
    },
  };
}

function refused(reason: string): HookReading & { readonly ok: false } {
  return { ok: false, because: reason === 'bad-body' ? 'unreadable' : 'stranger', reason };
}
