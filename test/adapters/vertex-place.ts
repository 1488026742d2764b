import { connectVertex } from '#adapters/registries/vertex/connect.ts';
import { connectVertexEndpoints } from '#adapters/registries/vertex/endpoints.ts';
import type { VertexOptions } from '#adapters/registries/vertex/options.ts';
import { UpstreamError } from '#errors.ts';
import type { PretendVertex } from '#sandbox/vertex/server.ts';

/** Options that lead to a pretend server. */
export function placeOf(server: PretendVertex, options: Partial<VertexOptions> = {}): VertexOptions {
  return {
    id: 'vertex',
    project: 'northwind-ml',
    location: 'europe-west4',
    url: server.url,
    timeoutMs: 5000,
    wait: () => Promise.resolve(),
    ...options,
  };
}

export function registryAt(server: PretendVertex, options: Partial<VertexOptions> = {}) {
  return connectVertex(placeOf(server, options));
}

export function endpointsAt(server: PretendVertex, options: Partial<VertexOptions> = {}) {
  return connectVertexEndpoints(placeOf(server, options));
}

/** The UpstreamError that work fails with; anything else is thrown. */
export async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UpstreamError)) throw error;
  return error;
}
