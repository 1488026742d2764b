import { aliases } from './aliases.ts';
import { artifacts } from './artifacts.ts';
import type { Endpoint } from './endpoint.ts';
import { experiments } from './experiments.ts';
import type { Features } from './features.ts';
import { loggedModels } from './logged-models.ts';
import { modelVersions } from './model-versions.ts';
import { type PretendAuth, permissionEndpoints } from './permissions.ts';
import { registeredModels } from './registered-models.ts';
import { runs } from './runs.ts';
import type { WebhookRules } from './webhook-address.ts';
import { webhookEndpoints } from './webhooks.ts';

export type Route =
  | { readonly found: true; readonly endpoint: Endpoint; readonly id: string }
  /** `allow` is empty where no method would do. */
  | { readonly found: false; readonly allow: string };

export interface RouterOptions {
  readonly features: Features;
  readonly auth: PretendAuth | null;
  readonly webhookRules: WebhookRules;
}

const root = '/api/2.0/mlflow/';

/** Finds the endpoint for a method and path, among those that this version of MLflow has. */
export function router({ features, auth, webhookRules }: RouterOptions): (method: string, path: string) => Route {
  const guarded = auth === null ? [] : permissionEndpoints(auth);
  const all = [
    registeredModels,
    aliases,
    modelVersions,
    experiments,
    runs,
    loggedModels,
    artifacts,
    webhookEndpoints(webhookRules),
    guarded,
  ]
    .flat()
    .filter((endpoint) => endpoint.feature === undefined || features[endpoint.feature])
    .map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));
  // A fixed path goes before one with an id in it.
  const inOrder = all.sort((a, b) => Number(a.endpoint.path.includes('{')) - Number(b.endpoint.path.includes('{')));
  return (method, path) => {
    const below = path.startsWith(root) ? path.slice(root.length) : '';
    const fitting = inOrder.filter(({ pattern }) => pattern.test(below));
    const match = fitting.find(({ endpoint }) => endpoint.method === method);
    if (match === undefined) {
      return { found: false, allow: [...new Set(fitting.map(({ endpoint }) => endpoint.method))].join(', ') };
    }
    const id = match.pattern.exec(below)?.groups?.['id'] ?? '';
    return { found: true, endpoint: match.endpoint, id: decodeURIComponent(id) };
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('{id}', '(?<id>[^/]+)')}$`);
}
