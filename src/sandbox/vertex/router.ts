import { endpoints } from './endpoints.ts';
import { evaluations } from './evaluations.ts';
import { lineage } from './lineage.ts';
import { models } from './models.ts';
import { monitoring } from './monitoring.ts';
import { operations } from './operations.ts';
import type { Route } from './route.ts';

/** Every call that the pretend Vertex AI answers. */
export const vertexRoutes: readonly Route[] = [models, evaluations, lineage, endpoints, operations, monitoring].flat();

const compiled = vertexRoutes.map((route) => ({ route, pattern: patternOf(route.path) }));

/** The route for a method and a path below the location, with the ids in it; null for none. */
export function routeOf(method: string, path: string, api = 'v1'): { route: Route; ids: readonly string[] } | null {
  for (const { route, pattern } of compiled) {
    const match = route.method === method && (route.api ?? 'v1') === api ? pattern.exec(path) : null;
    if (match !== null) return { route, ids: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/:]+)')}$`);
}
