import { describe, expect, it } from 'vitest';
import { googleCertificates, verifyPushToken } from '#adapters/google/push-token.ts';
import { UpstreamError } from '#errors.ts';
import { account, audience, bearer, certificates, secondsFromNow } from '../support/push-tokens.ts';

const verify = (header: string | undefined, keys: Readonly<Record<string, string>> = certificates) =>
  verifyPushToken(header, { audience, account }, async () => keys);

describe('the token of a push', () => {
  it('of our account, for our audience, is believed', async () => {
    expect(await verify(bearer())).toEqual({ verified: true });
    expect(await verify(bearer({ iat: secondsFromNow(-3600), exp: secondsFromNow(-200) }))).toEqual({ verified: true });
  });

  const half = bearer().split('.');
  const altered = `${half[0]}.${Buffer.from(JSON.stringify({ aud: audience })).toString('base64url')}.${half[2]}`;
  const unsigned = `${bearer({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`;
  const refused: [string, string | undefined, string][] = [
    ['without one', undefined, 'no-token'],
    ['with a password', 'Basic YTpi', 'no-token'],
    ['that is unsigned', unsigned, 'no-token'],
    ['that is no token', 'Bearer a.b.c', 'bad-token'],
    ['signed by another key', bearer({}, { by: 'stranger' }), 'bad-token'],
    ['signed under a key that is not known', bearer({}, { kid: 'key-2' }), 'bad-token'],
    ['with a key of every object', bearer({}, { kid: 'constructor' }), 'bad-token'],
    ['of another algorithm', bearer({}, { alg: 'ES256' }), 'bad-token'],
    ['altered after it was signed', altered, 'bad-token'],
    ['that is expired', bearer({ iat: secondsFromNow(-7200), exp: secondsFromNow(-3600) }), 'bad-token'],
    ['of tomorrow', bearer({ iat: secondsFromNow(7200), exp: secondsFromNow(10_800) }), 'bad-token'],
    ['that never expires', bearer({ exp: undefined }), 'bad-token'],
    ['that is valid for a year', bearer({ exp: secondsFromNow(365 * 86_400) }), 'bad-token'],
    ['of another issuer', bearer({ iss: 'https://evil.example' }), 'wrong-issuer'],
    ['for another audience', bearer({ aud: 'https://other.example' }), 'wrong-audience'],
    ['for more than one audience', bearer({ aud: [audience] }), 'wrong-audience'],
    ['of another account', bearer({ email: `x${account}` }), 'wrong-account'],
    ['of an address in capitals', bearer({ email: account.toUpperCase() }), 'wrong-account'],
    ['of an address that Google did not verify', bearer({ email_verified: false }), 'wrong-account'],
    ['of an address that is verified in words', bearer({ email_verified: 'true' }), 'wrong-account'],
    ['without an address', bearer({ email: undefined }), 'wrong-account'],
  ];
  it.each(refused)('%s is refused', async (_name, header, because) => {
    expect(await verify(header)).toEqual({ verified: false, because });
  });

  it('cannot be judged while Google gives no keys, and no key is asked for where no token came', async () => {
    let asked = 0;
    const keys = async () => {
      asked += 1;
      throw new UpstreamError('Google', 'Google gave no keys.', { retryable: true });
    };
    await expect(verifyPushToken(bearer(), { audience, account }, keys)).rejects.toThrow(UpstreamError);
    expect(await verifyPushToken('Basic YTpi', { audience, account }, keys)).toMatchObject({ because: 'no-token' });
    expect(asked).toBe(1);
  });
});

describe("Google's keys", () => {
  const library = (certs: () => Promise<Record<string, unknown>>) => async () => ({
    OAuth2Client: class {
      getFederatedSignonCertsAsync = async () => ({ certs: await certs(), format: 'PEM' }) as never;
    },
  });

  it('are those that the library fetches, in PEM', async () => {
    expect(await googleCertificates(library(async () => ({ a: 'pem', b: { kty: 'RSA' } })))()).toEqual({ a: 'pem' });
  });

  it('that cannot be fetched are asked for again', async () => {
    let down = true;
    const keys = googleCertificates(
      library(async () => {
        if (down) throw new Error('getaddrinfo ENOTFOUND');
        return { a: 'pem' };
      }),
    );
    await expect(keys()).rejects.toMatchObject({ name: 'UpstreamError', system: 'Google', retryable: true });
    down = false;
    expect(await keys()).toEqual({ a: 'pem' });
  });
});
