import type { Endpoint } from './endpoint.ts';
import { experiments } from './experiments.ts';
import { pipelines } from './pipelines.ts';
import { runs } from './runs.ts';

/** Every endpoint below `/apis/v2beta1/` but `healthz`, which is open. */
export const endpoints: readonly Endpoint[] = [...pipelines, ...experiments, ...runs];

export interface Route {
  readonly endpoint: Endpoint;
  readonly ids: readonly string[];
}

const patterns = endpoints
  .map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }))
  // A fixed part goes before one with an id in it.
  .sort((a, b) => a.endpoint.path.split('{').length - b.endpoint.path.split('{').length);

/** The endpoint for a method and a path below `/apis/v2beta1/`, null where this release has none. */
export function routeOf(method: string, path: string, major: number): Route | null {
  for (const { endpoint, pattern } of patterns) {
    const match = endpoint.method === method ? pattern.exec(path) : null;
    if (match === null || (endpoint.since ?? 2) > major) continue;
    return { endpoint, ids: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '([^/:]+)')}$`);
}
