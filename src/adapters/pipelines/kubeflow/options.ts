import { z } from 'zod';

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
