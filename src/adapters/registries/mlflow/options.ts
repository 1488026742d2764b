import { z } from 'zod';
import { ConfigError } from '#errors.ts';

export type MlflowAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** `url` is the tracking server's address, with any path prefix a proxy puts before `/api`. */
export interface MlflowOptions {
  readonly id: string;
  readonly url: string;
  readonly auth: MlflowAuth;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

/** What is fixed for the life of a connection. `redact` takes our secrets out of text that another system wrote. */
export interface MlflowAddress {
  readonly root: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
}

export const mlflowOptions = z.strictObject({
  id: z.string().min(1),
  url: z.string(),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('basic'), username: z.string().min(1), password: z.string().min(1) }),
    z.strictObject({ kind: z.literal('bearer'), token: z.string().min(1) }),
  ]),
  timeoutMs: z.int().min(1).max(600_000),
});

/** Throws a ConfigError for an address or credentials that no request could carry; its text repeats no secret. */
export function mlflowAddress({ id, url, auth }: MlflowOptions): MlflowAddress {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !['http:', 'https:'].includes(address.protocol)) {
    throw new ConfigError([
      `The address of ${id} is not an http or https address. Write it as https://mlflow.example.com.`,
    ]);
  }
  if (address.username !== '' || address.password !== '') {
    throw new ConfigError([`The address of ${id} carries credentials. Give them as username and password instead.`]);
  }
  const root = `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
  return { root, host: address.host, ...credentials(id, auth) };
}

function credentials(id: string, auth: MlflowAuth): Pick<MlflowAddress, 'headers' | 'redact'> {
  if (auth.kind === 'none') return { headers: {}, redact: (text) => text };
  if (auth.kind === 'basic') {
    if (auth.username.includes(':')) {
      throw new ConfigError([`The user name of ${id} contains a colon, which basic authentication cannot carry.`]);
    }
    const encoded = Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64');
    return { headers: { authorization: `Basic ${encoded}` }, redact: without([encoded, auth.password]) };
  }
  if (!/^[\x21-\x7e]+$/.test(auth.token)) {
    throw new ConfigError([
      `The token of ${id} contains spaces, line breaks or other characters that no header can carry.`,
    ]);
  }
  return { headers: { authorization: `Bearer ${auth.token}` }, redact: without([auth.token]) };
}

export function without(secrets: readonly string[]): (text: string) => string {
  return (text) => secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[secret]')), text);
}
