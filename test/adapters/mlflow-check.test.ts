import { afterEach, describe, expect, it } from 'vitest';
import { connectMlflow } from '#adapters/registries/mlflow/connect.ts';
import type { MlflowAuth } from '#adapters/registries/mlflow/options.ts';
import { type PretendMlflow, type PretendMlflowOptions, startPretendMlflow } from '#sandbox/mlflow/server.ts';

let server: PretendMlflow | undefined;
afterEach(() => server?.close());

async function checked(options: PretendMlflowOptions, auth: MlflowAuth) {
  server = await startPretendMlflow(options);
  server.outside.addModel('tide-level');
  return connectMlflow({ id: 'm', url: server.url, auth, timeoutMs: 5000 }).check();
}

const basic: MlflowAuth = { kind: 'basic', username: 'bot', password: 'pw' };
const users = (permission: 'READ' | 'EDIT' | 'MANAGE' | 'NO_PERMISSIONS') => ({
  users: [{ name: 'bot', password: 'pw', permissions: { 'tide-level': permission } }],
});

describe('the check of a registry', () => {
  it('writes nothing', async () => {
    await checked({ auth: users('MANAGE') }, basic);
    expect(server?.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  });

  it('has nothing to say about an account with MANAGE, except on models it did not look at', async () => {
    expect(await checked({ auth: users('MANAGE'), version: '3.11.2' }, basic)).toMatchObject({
      reachable: true,
      version: '3.11.2',
      problems: [],
      unseen: ['What our account may do on models other than tide-level.'],
    });
  });

  it.each(['READ', 'EDIT'] as const)(
    'tells an account with %s that it lacks MANAGE, and what it cannot see',
    async (right) => {
      const health = await checked({ auth: users(right) }, basic);
      expect(health.problems).toEqual([
        {
          sentence: 'Our account does not have MANAGE on tide-level, so it cannot delete aliases there.',
          fix: 'Give it MANAGE on every governed model, or EDIT if aliases are only ever moved.',
        },
      ]);
      expect(health.unseen?.[0]).toContain('EDIT on tide-level');
    },
  );

  it('says so when the account sees no model', async () => {
    const health = await checked({ auth: users('NO_PERMISSIONS') }, basic);
    expect(health).toMatchObject({ problems: [], unseen: [expect.stringContaining('sees no model')] });
  });

  it('names the fix for a wrong password', async () => {
    const health = await checked({ auth: users('MANAGE') }, { ...basic, password: 'wrong' });
    expect(health).toMatchObject({
      reachable: true,
      version: null,
      problems: [
        { sentence: 'MLflow does not accept our credentials.', fix: 'Check user name and password, or the token.' },
      ],
    });
  });

  it('warns of a server that lets anybody in', async () => {
    const open = await checked({}, { kind: 'none' });
    expect(open.problems.map(({ fix }) => fix)).toEqual([expect.stringContaining('--app-name basic-auth')]);
  });

  it('warns of a password that nobody asks for', async () => {
    const health = await checked({}, basic);
    expect(health.problems.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('checks no permissions')]);
  });

  it('says that it cannot know what a token may do', async () => {
    const health = await checked({}, { kind: 'bearer', token: 't' });
    expect(health).toMatchObject({ problems: [], unseen: [expect.stringContaining('this token')] });
  });

  it.each([
    [90_000, 'ahead of'],
    [-90_000, 'behind'],
  ])('measures a clock that is %d ms off', async (offsetMs, side) => {
    const health = await checked({ clock: () => Date.now() + offsetMs, auth: users('MANAGE') }, basic);
    const error = (health.clockSkewMs ?? Number.NaN) - offsetMs;
    expect(Math.abs(error)).toBeLessThan(30_000);
    expect(health.problems.map(({ sentence }) => sentence)).toEqual([expect.stringContaining(side)]);
  });

  it('asks for an upgrade of a version that is too old', async () => {
    const health = await checked({ version: '2.8.1', auth: users('MANAGE') }, basic);
    expect(health.problems.map(({ sentence }) => sentence)).toEqual(['MLflow 2.8.1 is older than 2.9.']);
  });

  it('tells an address where nothing runs', async () => {
    server = await startPretendMlflow();
    const { url } = server;
    await server.close();
    const health = await connectMlflow({ id: 'm', url, auth: basic, timeoutMs: 5000 }).check();
    expect(health).toMatchObject({ reachable: false, version: null, clockSkewMs: null });
    expect(health.problems[0]?.fix).toBe('Check that it runs and that its address is right.');
  });

  it('tells a server that fails in the middle', async () => {
    server = await startPretendMlflow({ auth: users('MANAGE') });
    server.outside.addModel('tide-level');
    const { url, faults } = server;
    const failingLate: typeof fetch = (input, init) => {
      if (new Request(input).url.includes('permissions')) faults.set('down');
      return fetch(input, init);
    };
    const health = await connectMlflow({ id: 'm', url, auth: basic, timeoutMs: 5000, fetch: failingLate }).check();
    expect(health.problems.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('broke the connection off'),
    ]);
  });

  it('tells a server that fails after it was reached', async () => {
    server = await startPretendMlflow();
    server.faults.set('error-500');
    const health = await connectMlflow({ id: 'm', url: server.url, auth: basic, timeoutMs: 5000 }).check();
    expect(health).toMatchObject({ reachable: true, version: null });
    expect(health.problems).toHaveLength(1);
  });
});
