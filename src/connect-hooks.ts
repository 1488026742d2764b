import { type GoogleCertificates, googleCertificates, verifyPushToken } from '#adapters/google/push-token.ts';
import { readPush } from '#adapters/pipelines/vertex-pipelines/push-message.ts';
import { verifyRunEvent } from '#adapters/pipelines/webhook/verify-run-event.ts';
import { verifyWebhook } from '#adapters/registries/mlflow/verify-webhook.ts';
import type { Org } from '#playbook/playbook.ts';
import type { HookSource } from '#web/hooks.ts';
import type { ConnectionSecrets } from './config.ts';
import { ConfigError } from './errors.ts';

/** By what hooks are believed: our clock in milliseconds since the epoch, and the keys that Google signs with. */
export interface HookTrust {
  readonly now: () => number;
  readonly certificates: GoogleCertificates;
}

/**
 * What verifies the hooks of each connection that has what it takes; of others none are taken. Throws a ConfigError that
 * lists each connection that has half of it.
 */
export function hookSources(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
  { now, certificates = googleCertificates() }: Pick<HookTrust, 'now'> & Partial<HookTrust>,
): ReadonlyMap<string, HookSource> {
  const problems: string[] = [];
  const sources = new Map<string, HookSource>();
  for (const { id, kind } of org.connections) {
    const secrets = secretsOf(id);
    const secret = secrets.webhookSecret?.reveal() ?? null;
    if (kind === 'mlflow' && secret !== null) sources.set(id, ofMlflow(secret, now));
    if (kind === 'webhook' && secret !== null) sources.set(id, ofReceiver(secret, now));
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

function ofMlflow(secret: string, now: () => number): HookSource {
  return {
    verify: (headers, rawBody) => {
      const verdict = verifyWebhook({ secret, headers, rawBody, nowMs: now() });
      if (!verdict.verified) return refused(verdict.because);
      const { event } = verdict;
      const name = 'model' in event ? event.model : null;
      return { ok: true, id: verdict.deliveryId, news: { kind: 'model', name } };
    },
  };
}

function ofReceiver(secret: string, now: () => number): HookSource {
  return {
    verify: (headers, rawBody) => {
      const verdict = verifyRunEvent({ secret, headers, rawBody, nowMs: now() });
      return verdict.verified ? { ok: true, id: verdict.deliveryId, news: { kind: 'run' } } : refused(verdict.because);
    },
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

function refused(because: string): { readonly ok: false; readonly because: 'stranger' | 'unreadable' } {
  return { ok: false, because: because === 'bad-body' ? 'unreadable' : 'stranger' };
}
