import { z } from 'zod';
import { ConfigError } from '#errors.ts';
import type { AccessToken } from '../../google/access-token.ts';

/** What reaches the models and endpoints of one project in one location. */
export interface VertexOptions {
  readonly id: string;
  readonly project: string;
  /** A region as `europe-west4`, or `us`, `eu`, `global`. */
  readonly location: string;
  /** Another address than Google's for that location; null for Google's. */
  readonly url: string | null;
  readonly timeoutMs: number;
  /** Left out only where no credentials are needed, as by a pretend server. */
  readonly accessToken?: AccessToken;
  readonly fetch?: typeof fetch;
  /** Waits before a listing asks again that a quota stopped. */
  readonly wait?: (ms: number) => Promise<void>;
}

export const vertexOptions = z.strictObject({
  id: z.string().min(1),
  project: z.string().regex(/^[a-z0-9.:-]+$/),
  location: z.string().regex(/^[a-z0-9-]+$/),
  url: z.string().nullable(),
  timeoutMs: z.int().min(1).max(600_000),
});

/** What is fixed for the life of a connection. `parent` is `projects/{project}/locations/{location}`. */
export interface VertexAddress {
  readonly root: string;
  readonly host: string;
  readonly parent: string;
  /** Of Cloud Storage, with the version of its API. */
  readonly storage: string;
  /** Of the Resource Manager, with the version of its API. */
  readonly projects: string;
}

/** Throws a ConfigError for a project, location or address that no request could carry. */
export function vertexAddress(options: Pick<VertexOptions, 'id' | 'project' | 'location' | 'url'>): VertexAddress {
  const { id, project, location } = options;
  const address = options.url ?? `https://${vertexHost(location)}`;
  const problems = [
    ...(vertexOptions.shape.project.safeParse(project).success
      ? []
      : [`The project of ${id} is not the id of a Google Cloud project. Write it as northwind-ml.`]),
    ...(vertexOptions.shape.location.safeParse(location).success
      ? []
      : [`The location of ${id} is no location of Vertex AI. Write it as europe-west4.`]),
    ...addressProblems(id, address),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  const { origin, host, pathname } = new URL(address);
  const root = `${origin}${pathname.replace(/\/+$/, '')}`;
  return {
    root,
    host,
    storage: `${isLoopback(address) ? root : 'https://storage.googleapis.com'}/storage/v1`,
    projects: `${isLoopback(address) ? root : 'https://cloudresourcemanager.googleapis.com'}/v3`,
    parent: `projects/${project}/locations/${location}`,
  };
}

/** The host that serves a location. */
function vertexHost(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}

function addressProblems(id: string, address: string): string[] {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return [`The address of ${id} is not an http or https address. Leave it out for Google's own.`];
  }
  if (url.username !== '' || url.password !== '') {
    return [`The address of ${id} carries credentials. Leave them out: Google's own are looked up.`];
  }
  if (url.protocol === 'http:' && !isLoopback(address)) {
    return [`The address of ${id} would send an access token in the clear. Write it with https.`];
  }
  return [];
}

/** Whether an address is on this very machine: a pretend server, for which no Google credentials are looked up. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
