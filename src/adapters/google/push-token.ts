import type { OAuth2Client, TokenPayload } from 'google-auth-library';
import { UpstreamError } from '#errors.ts';

/** The keys that Google signs tokens with, in PEM, by their id. Rejects with an UpstreamError while they cannot be had. */
export type GoogleCertificates = () => Promise<Readonly<Record<string, string>>>;

/** Who a push subscription signs as, by e-mail address, and the audience that it is set to. */
interface PushSender {
  readonly audience: string;
  readonly account: string;
}

type PushVerdict =
  | { readonly verified: true }
  | {
      readonly verified: false;
      readonly because: 'no-token' | 'bad-token' | 'wrong-issuer' | 'wrong-audience' | 'wrong-account';
    };

const issuer = 'https://accounts.google.com';

/** Google's keys, kept for as long as Google says. Nothing is looked up before the first call. */
export function googleCertificates(
  library: () => Promise<{ OAuth2Client: new () => Pick<OAuth2Client, 'getFederatedSignonCertsAsync'> }> = () =>
    import('google-auth-library'),
): GoogleCertificates {
  let client: Pick<OAuth2Client, 'getFederatedSignonCertsAsync'> | null = null;
  return async () => {
    client ??= new (await library()).OAuth2Client();
    try {
      const { certs } = await client.getFederatedSignonCertsAsync();
      return Object.fromEntries(
        Object.entries(certs).flatMap(([id, key]: [string, unknown]) => (typeof key === 'string' ? [[id, key]] : [])),
      );
    } catch (error) {
      const sentence =
        'Google gave no keys to check a push with. It is asked again with the next one; see that www.googleapis.com can be reached.';
      throw new UpstreamError('Google', sentence, { retryable: true }, { cause: error });
    }
  };
}

/**
 * Checks the token of a push of Pub/Sub (https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions): signed by
 * Google, not expired, for our audience, and of exactly this service account, since any account of Google's can have a
 * token made for our audience. The library reads the clock of the system and allows five minutes. Rejects as
 * `certificates` does.
 */
export async function verifyPushToken(
  authorization: string | undefined,
  { audience, account }: PushSender,
  certificates: GoogleCertificates,
): Promise<PushVerdict> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return refuse('no-token');
  const claims = await claimsOf(token, await certificates());
  if (claims === null) return refuse('bad-token');
  if (claims.iss !== issuer) return refuse('wrong-issuer');
  if (claims.aud !== audience) return refuse('wrong-audience');
  if (claims.email !== account || claims.email_verified !== true) return refuse('wrong-account');
  return { verified: true };
}

/** What a token claims that Google signed and that holds now; null for any other. */
async function claimsOf(token: string, certificates: Readonly<Record<string, string>>): Promise<TokenPayload | null> {
  const { OAuth2Client: Verifier } = await import('google-auth-library');
  try {
    const ticket = await new Verifier().verifySignedJwtWithCertsAsync(token, { ...certificates });
    return ticket.getPayload() ?? null;
  } catch {
    // The library's error carries the token, so nothing of it is passed on.
    return null;
  }
}

function refuse(because: Extract<PushVerdict, { verified: false }>['because']): PushVerdict {
  return { verified: false, because };
}
