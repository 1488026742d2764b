import { registries } from '#adapters/registries/index.ts';
import type { MlflowAuth } from '#adapters/registries/mlflow/options.ts';
import { verifyWebhook } from '#adapters/registries/mlflow/verify-webhook.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import type { Org } from '#playbook/playbook.ts';
import type { HookSource } from '#web/hooks.ts';
import type { ConnectionSecrets } from './config.ts';
import { ConfigError } from './errors.ts';

/** Connects every registry that org.yaml names. Throws a ConfigError that lists each connection that lacks something. */
export function connectRegistries(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
): ReadonlyMap<string, ModelRegistry> {
  const problems: string[] = [];
  const connected = new Map<string, ModelRegistry>();
  for (const connection of org.connections) {
    if (connection.kind !== 'mlflow') continue;
    const secrets = secretsOf(connection.id);
    const url = secrets.url ?? connection.url;
    if (url === null) {
      problems.push(`connection ${connection.id} has no url: write it in org.yaml`);
      continue;
    }
    try {
      const options = { id: connection.id, url, auth: authOf(secrets), timeoutMs: 10_000 };
      connected.set(connection.id, registries.mlflow.connect(options));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return connected;
}

/** Webhooks are taken only from connections whose secret is known. */
export function hookSources(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
  now: () => number,
): ReadonlyMap<string, HookSource> {
  const sources = new Map<string, HookSource>();
  for (const { id, kind } of org.connections) {
    const secret = secretsOf(id).webhookSecret;
    if (kind !== 'mlflow' || secret === null) continue;
    sources.set(id, {
      verify: (headers, rawBody) => {
        const verdict = verifyWebhook({ secret: secret.reveal(), headers, rawBody, nowMs: now() });
        if (!verdict.verified) return { ok: false };
        const { event } = verdict;
        return { ok: true, id: verdict.deliveryId, modelName: 'model' in event ? event.model : null };
      },
    });
  }
  return sources;
}

function authOf({ username, password, token }: ConnectionSecrets): MlflowAuth {
  if (token !== null) return { kind: 'bearer', token: token.reveal() };
  if (username !== null && password !== null) return { kind: 'basic', username, password: password.reveal() };
  return { kind: 'none' };
}
