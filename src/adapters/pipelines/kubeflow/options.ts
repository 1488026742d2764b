import { z } from 'zod';
import { ConfigError } from '#errors.ts';

/**
 * How we say who we are: not at all (a standalone installation), a fixed token, the file of a projected
 * service-account token, which Kubernetes rotates, or the header of a mesh that has authenticated us already.
 */
export type KubeflowAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'user-header'; readonly user: string };

/** `url` is the address before `/apis`, with the gateway's prefix, as `https://kubeflow.example/pipeline`. */
export interface KubeflowOptions {
  readonly id: string;
  readonly url: string;
  /** The namespace whose runs are ours, in multi-user mode; null otherwise. */
  readonly namespace: string | null;
  readonly auth: KubeflowAuth;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

export const kubeflowOptions = z.strictObject({
  id: z.string().min(1),
  url: z.string(),
  namespace: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .nullable(),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('token'), token: z.string().min(1) }),
    z.strictObject({ kind: z.literal('token-file'), path: z.string().min(1) }),
    z.strictObject({ kind: z.literal('user-header'), user: z.string().min(1) }),
  ]),
  timeoutMs: z.int().min(1).max(600_000),
});

/** The address without a slash at its end, and its host. Throws a ConfigError for one that no request could reach. */
export function webAddress(id: string, url: string): { readonly root: string; readonly host: string } {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !['http:', 'https:'].includes(address.protocol)) {
    throw new ConfigError([`The address of ${id} is not an http or https address. Write it as https://host/path.`]);
  }
  if (address.username !== '' || address.password !== '') {
    throw new ConfigError([`The address of ${id} carries credentials. Take them out and give a token instead.`]);
  }
  if (address.search !== '' || address.hash !== '') {
    throw new ConfigError([`The address of ${id} has a query or a fragment. Write it up to its path.`]);
  }
  return { root: `${address.origin}${address.pathname.replace(/\/+$/, '')}`, host: address.host };
}
