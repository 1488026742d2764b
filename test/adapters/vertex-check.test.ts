import { afterEach, beforeEach, expect, it } from 'vitest';
import { UpstreamError } from '#errors.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { registryAt } from './vertex-place.ts';

let server: PretendVertex;
beforeEach(async () => {
  server = await startPretendVertex();
  server.outside.addVersion('tide-level');
});
afterEach(() => server.close());

it('finds nothing to mend where all is well, and changes nothing', async () => {
  const before = server.snapshot();
  expect(await registryAt(server).check()).toMatchObject({ reachable: true, version: null, problems: [] });
  expect(server.snapshot()).toEqual(before);
});

it.each([
  ['aiplatform.models.update', 'Our account lacks aiplatform.models.update on model tide-level.'],
  ['aiplatform.modelEvaluations.list', 'Vertex AI does not let us list the evaluations of tide-level.'],
  ['aiplatform.endpoints.list', 'Vertex AI does not let us list endpoints.'],
  ['aiplatform.models.list', 'Vertex AI does not let us list models.'],
])('names the missing permission %s', async (permission, sentence) => {
  server.denied.add(permission);
  const health = await registryAt(server).check();
  expect(health.reachable).toBe(true);
  expect(health.problems.map((problem) => problem.sentence)).toEqual([sentence]);
  expect(health.problems[0]?.fix).toMatch(/Grant/);
});

it('tells whether endpoints that get no predictions may be cleared, which stands in the way of nothing else', async () => {
  expect((await registryAt(server).check()).lacking).toEqual([]);
  server.denied.add('aiplatform.endpoints.undeploy');
  expect(await registryAt(server).check()).toMatchObject({
    problems: [],
    lacking: [
      'Our account has no aiplatform.endpoints.undeploy in northwind-ml, so people are left to clear endpoints that get no predictions. Give it to let playbooks for the action stop do that.',
    ],
  });
  server.denied.add('resourcemanager.projects.get');
  const { lacking, unseen } = await registryAt(server).check();
  expect({ lacking, first: unseen?.[0] }).toEqual({
    lacking: [],
    first: 'Whether our account may clear endpoints; only the first time shows that.',
  });
});

it('says what cannot be seen where there is no model yet', async () => {
  const empty = await startPretendVertex();
  const health = await registryAt(empty).check();
  expect(health.problems).toEqual([]);
  expect(health.unseen).toContain('What our account may change, because it sees no model yet.');
  await empty.close();
});

it('tells a wrong location, a server that is down and credentials that fail apart', async () => {
  const wrong = await registryAt(server, { location: 'us-central1' }).check();
  expect(wrong).toMatchObject({ reachable: false, problems: [{ fix: expect.stringContaining('check the location') }] });
  const accessToken = () =>
    Promise.reject(new UpstreamError('Google', 'No Google credentials were found. Sign in.', { retryable: false }));
  const anonymous = await registryAt(server, { accessToken }).check();
  expect(anonymous.problems).toEqual([{ sentence: 'No Google credentials were found.', fix: 'Sign in.' }]);
  server.faults.set('down');
  const down = await registryAt(server).check();
  expect(down).toMatchObject({ reachable: false, version: null });
});

it('sees a clock that is wrong, on either side', async () => {
  for (const [aheadMs, says] of [
    [90_000, 'behind'],
    [-90_000, 'ahead of'],
  ] as const) {
    const skewed = await startPretendVertex({ clock: () => Date.now() + aheadMs });
    const { problems } = await registryAt(skewed).check();
    expect(problems[0]?.sentence).toMatch(new RegExp(`^Our clock is (89|9[01]) s ${says} Google's\\.$`));
    await skewed.close();
  }
});

it('does not hide a fault of ours', async () => {
  const accessToken = () => Promise.reject(new TypeError('ours'));
  await expect(registryAt(server, { accessToken }).check()).rejects.toThrow(TypeError);
});
