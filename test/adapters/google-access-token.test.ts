import { describe, expect, it } from 'vitest';
import { type GoogleLibrary, googleAccessToken } from '#adapters/google/access-token.ts';
import { UpstreamError } from '#errors.ts';

/** A stand-in for Google's library, which would look for credentials on this machine and ask the network. */
function library(getAccessToken: (as: string | null) => Promise<{ token?: string | null }>): {
  readonly load: () => Promise<GoogleLibrary>;
  readonly opened: unknown[];
} {
  const opened: unknown[] = [];
  const client = (as: string | null) => ({ getAccessToken: () => getAccessToken(as) });
  class GoogleAuth {
    constructor(options: object) {
      opened.push(options);
    }
    getClient() {
      return Promise.resolve(client(null));
    }
  }
  class Impersonated {
    readonly getAccessToken;
    constructor(options: { targetPrincipal: string; targetScopes: string[]; lifetime: number }) {
      opened.push({ ...options, sourceClient: undefined });
      this.getAccessToken = client(options.targetPrincipal).getAccessToken;
    }
  }
  return { opened, load: () => Promise.resolve({ GoogleAuth, Impersonated } as unknown as GoogleLibrary) };
}

async function failure(token: () => Promise<string>): Promise<UpstreamError> {
  const error: unknown = await token().catch((thrown: unknown) => thrown);
  if (!(error instanceof UpstreamError)) throw error;
  return error;
}

function googleError(message: string, details: object = {}): Error {
  return Object.assign(new Error(message), { config: { data: 'assertion=eyJ.secret' }, ...details });
}

describe('an access token', () => {
  it('comes from application default credentials, looked up once and at the first call', async () => {
    let tokens = 0;
    const { load, opened } = library(() => Promise.resolve({ token: `token-${(tokens += 1)}` }));
    const token = googleAccessToken({}, load);
    expect(opened).toEqual([]);
    expect([await token(), await token()]).toEqual(['token-1', 'token-2']);
    expect(opened).toEqual([{ scopes: ['https://www.googleapis.com/auth/cloud-platform'] }]);
  });

  it('is that of the service account that is to be acted as', async () => {
    const { load, opened } = library((as) => Promise.resolve({ token: `of ${as}` }));
    expect(await googleAccessToken({ impersonate: 'bot@p.iam' }, load)()).toBe('of bot@p.iam');
    expect(opened[1]).toMatchObject({
      targetPrincipal: 'bot@p.iam',
      targetScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    });
  });

  it('is asked for anew after a failure, and its credentials are looked up anew', async () => {
    const { load } = library(() => Promise.resolve({ token: 'a' }));
    let loads = 0;
    const token = googleAccessToken({}, () => ((loads += 1) === 1 ? Promise.reject(new Error('offline')) : load()));
    expect(await failure(token)).toMatchObject({ retryable: true, mendable: false, system: 'Google' });
    expect([await token(), await token()]).toEqual(['a', 'a']);
    expect(loads).toBe(2);
  });
});

describe('without one', () => {
  const cases: [string, Error, string | null, RegExp, { retryable: boolean; mendable: boolean }][] = [
    [
      'no credentials',
      googleError('Could not load the default credentials. Browse to https://x'),
      null,
      /No Google credentials were found\. Run on/,
      { retryable: false, mendable: true },
    ],
    [
      'no file',
      googleError('The file at /k.json does not exist, or it is not a file. ENOENT'),
      null,
      /GOOGLE_APPLICATION_CREDENTIALS names cannot be read/,
      { retryable: false, mendable: true },
    ],
    [
      'no right to act as',
      googleError('denied', { status: 403 }),
      'bot@p.iam',
      /act as bot@p\.iam\. Grant our own account iam\.serviceAccounts\.getAccessToken/,
      { retryable: false, mendable: true },
    ],
    [
      'revoked',
      googleError('invalid_grant', { response: { status: 400 } }),
      null,
      /refused our credentials with status 400/,
      { retryable: false, mendable: true },
    ],
    ['busy', googleError('slow down', { code: '429' }), null, /\(status 429\)/, { retryable: true, mendable: false }],
    ['down', googleError('bad gateway', { status: 502 }), null, /\(status 502\)/, { retryable: true, mendable: false }],
  ];

  it.each(cases)(
    '%s: a sentence with the next step, and no secret in it',
    async (_, error, impersonate, says, kind) => {
      const { load } = library(() => Promise.reject(error));
      const thrown = await failure(googleAccessToken({ impersonate }, load));
      expect(thrown.message).toMatch(says);
      expect(thrown).toMatchObject(kind);
      const { cause } = thrown;
      const whole = JSON.stringify([
        thrown,
        thrown.message,
        cause,
        cause instanceof Error ? [cause.message, cause.stack] : '',
      ]);
      expect(whole).not.toContain('eyJ');
    },
  );

  it('does not pass an empty token on', async () => {
    const { load } = library(() => Promise.resolve({ token: null }));
    expect(await failure(googleAccessToken({}, load))).toMatchObject({ retryable: true });
  });
});

it('loads the real library, whose classes have what is used', async () => {
  const { GoogleAuth, Impersonated } = await import('google-auth-library');
  expect(typeof GoogleAuth.prototype.getClient).toBe('function');
  expect(typeof Impersonated.prototype.getAccessToken).toBe('function');
});
