import { z } from 'zod';
import { ConfigError } from '#errors.ts';
import type { AccessToken } from '../../google/access-token.ts';

/** One project and region of Vertex AI Pipelines. The addresses are Google's own where they are null. */
export interface VertexPipelinesOptions {
  readonly id: string;
  /** A project's id, as `northwind-ml`. */
  readonly project: string;
  /** A region, as `europe-west4`. */
  readonly location: string;
  /** Where bare names of pipelines are looked up: `https://{location}-kfp.pkg.dev/{project}/{repository}`. */
  readonly repository: string | null;
  /** Where runs write, as `gs://bucket/path`; null leaves that to each pipeline's own default. */
  readonly outputDirectory: string | null;
  /** Whom runs act as; null is the default of the project. */
  readonly serviceAccount: string | null;
  readonly token: AccessToken;
  readonly timeoutMs: number;
  readonly addresses?: Partial<GoogleAddresses>;
  readonly fetch?: typeof fetch;
}

/** Without a slash at the end. */
export interface GoogleAddresses {
  /** Of Vertex AI, before `/v1`. */
  readonly vertex: string;
  /** Stands for the host of every Artifact Registry repository. */
  readonly artifacts: string;
  /** Of Cloud Storage, before `/storage/v1`. */
  readonly storage: string;
  /** Of the Resource Manager, before `/v3`. */
  readonly resourceManager: string;
}

export const repositoryAddress = /^https:\/\/[a-z0-9-]+-kfp\.pkg\.dev\/[^/?#]+\/[^/?#]+$/;

export const vertexPipelinesOptions = z.strictObject({
  id: z.string().min(1),
  project: z.string().regex(/^[a-z][-a-z0-9.:]{1,60}$|^\d+$/, 'a project is written as its id, as northwind-ml'),
  location: z.string().regex(/^[a-z][-a-z0-9]{1,40}$/, 'a location is written as europe-west4'),
  repository: z
    .string()
    .regex(repositoryAddress, 'a repository is written as https://europe-west4-kfp.pkg.dev/project/repository')
    .nullable(),
  outputDirectory: z
    .string()
    .regex(/^gs:\/\/[^/]+/, 'an output directory is written as gs://bucket/path')
    .nullable(),
  serviceAccount: z.email('a service account is written as its e-mail address').nullable(),
  token: z.custom<AccessToken>((value) => typeof value === 'function'),
  timeoutMs: z.int().min(1).max(600_000),
  addresses: z.custom<Partial<GoogleAddresses>>().optional(),
  fetch: z.custom<typeof fetch>().optional(),
});

/** Throws a ConfigError that names what cannot work. */
export function checkOptions(options: VertexPipelinesOptions): void {
  const read = vertexPipelinesOptions.safeParse(options);
  if (read.success) return;
  throw new ConfigError(
    read.error.issues.map((issue) => `connection ${options.id}: ${issue.path.join('.')}: ${issue.message}`),
  );
}

/** Null where Artifact Registry keeps each repository on a host of its own. */
export function addressesOf({ location, addresses = {} }: VertexPipelinesOptions): Omit<
  GoogleAddresses,
  'artifacts'
> & {
  readonly artifacts: string | null;
} {
  return {
    vertex: addresses.vertex ?? vertexAddress(location),
    artifacts: addresses.artifacts ?? null,
    storage: addresses.storage ?? 'https://storage.googleapis.com',
    resourceManager: addresses.resourceManager ?? 'https://cloudresourcemanager.googleapis.com',
  };
}

function vertexAddress(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}
