import type { AuthClient, GoogleAuth } from 'google-auth-library';
import { UpstreamError } from '#errors.ts';

/** A Google access token for the whole of Cloud Platform, valid at the moment of the call. Throws an UpstreamError. */
export type AccessToken = () => Promise<string>;

const scope = 'https://www.googleapis.com/auth/cloud-platform';

/** The parts of google-auth-library that are used, so that a test can stand in for Google. */
export interface GoogleLibrary {
  readonly GoogleAuth: new (options: { scopes: string[] }) => Pick<GoogleAuth, 'getClient'>;
  readonly Impersonated: new (options: {
    sourceClient: AuthClient;
    targetPrincipal: string;
    targetScopes: string[];
    lifetime: number;
  }) => Pick<AuthClient, 'getAccessToken'>;
}

/**
 * Tokens from application default credentials: a file, workload identity or the metadata server, whichever the library
 * finds. With `impersonate`, an e-mail address, those of that service account instead. Nothing is looked up before the
 * first call; the library keeps a token until shortly before it expires, and lets callers at the same time share one.
 */
export function googleAccessToken(
  { impersonate = null }: { readonly impersonate?: string | null } = {},
  library: () => Promise<GoogleLibrary> = () => import('google-auth-library'),
): AccessToken {
  let client: Promise<Pick<AuthClient, 'getAccessToken'>> | null = null;
  async function open(): Promise<Pick<AuthClient, 'getAccessToken'>> {
    const { GoogleAuth, Impersonated } = await library();
    const sourceClient = await new GoogleAuth({ scopes: [scope] }).getClient();
    if (impersonate === null) return sourceClient;
    return new Impersonated({ sourceClient, targetPrincipal: impersonate, targetScopes: [scope], lifetime: 3600 });
  }
  return async () => {
    try {
      client ??= open();
      const { token } = await (await client).getAccessToken();
      if (typeof token === 'string' && token !== '') return token;
      throw new Error('no token came');
    } catch (error) {
      client = null;
      throw failure(error, impersonate);
    }
  };
}

function failure(error: unknown, impersonate: string | null): UpstreamError {
  const status = statusOf(error);
  const said = error instanceof Error ? error.message : '';
  // The library's own error carries the request, and with it keys and tokens: neither it nor its text is passed on.
  const cause = new Error(`google-auth-library: ${error instanceof Error ? error.name : typeof error}`);
  const mend = (sentence: string) =>
    new UpstreamError('Google', sentence, { status, retryable: false, mendable: true }, { cause });
  if (/could not load the default credentials/i.test(said)) {
    return mend(
      'No Google credentials were found. Run on Google Cloud with a service account, set GOOGLE_APPLICATION_CREDENTIALS, or run gcloud auth application-default login.',
    );
  }
  if (/ENOENT|does not exist, or it is not a file/.test(said)) {
    return mend(
      'The file that GOOGLE_APPLICATION_CREDENTIALS names cannot be read. Correct its path, or leave it out.',
    );
  }
  if (impersonate !== null && (status === 403 || status === 404)) {
    return mend(
      `Google does not let us act as ${impersonate}. Grant our own account iam.serviceAccounts.getAccessToken on it (Service Account Token Creator), and check its name.`,
    );
  }
  if (status !== null && status >= 400 && status < 500 && status !== 429) {
    return mend(
      `Google refused our credentials with status ${status}. They may have expired or been revoked: renew them.`,
    );
  }
  const sentence = `Google gave no access token${status === null ? '' : ` (status ${status})`}. It is asked for again with the next request.`;
  return new UpstreamError('Google', sentence, { status, retryable: true }, { cause });
}

/** The HTTP status of an error of the library, which puts it in `status`, `code` or `response.status`. */
function statusOf(error: unknown): number | null {
  const response: unknown = valueOf(error, 'response');
  const found = [valueOf(error, 'status'), valueOf(response, 'status'), valueOf(error, 'code')].map(Number);
  return found.find((status) => Number.isInteger(status) && status >= 100 && status < 600) ?? null;
}

function valueOf(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}
