import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { endpointsAt, failureOf } from './vertex-place.ts';

let server: PretendVertex;
let nowMs: number;
let endpoint: string;
beforeEach(async () => {
  nowMs = Date.parse('2026-11-24T09:00:00Z');
  server = await startPretendVertex({ clock: () => nowMs, operationMs: 240_000 });
  for (let i = 0; i < 3; i += 1) server.outside.addVersion('tide');
  endpoint = server.outside.addEndpoint('tide-online');
  server.outside.deploy(endpoint, 'tide', '1', '100');
});
afterEach(() => server.close());

const order = (id = '7', version = '2') => ({ endpoint, id, model: 'tide', version, machine: null });
const begun = () => [...server.snapshot().operations].map(({ change }) => change.kind);

describe('a lost answer', () => {
  it('does not deploy twice: the running operation is found again, also by a new process', async () => {
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    expect(await failureOf(endpointsAt(server).deploy(order()))).toMatchObject({ ambiguous: true, retryable: true });
    const again = await endpointsAt(server).deploy(order());
    if (again.done) throw new Error('it cannot be done yet');
    expect(begun()).toEqual(['deploy']);
    expect(await endpointsAt(server).getOperation(again.operation)).toEqual({ is: 'running' });
    nowMs += 240_000;
    expect(await endpointsAt(server).getOperation(again.operation)).toEqual({ is: 'done' });
    expect(await endpointsAt(server).deploy(order())).toEqual({ done: true });
    expect(server.outside.endpoint(endpoint)?.deployed.map(({ id }) => id)).toEqual(['100', '7']);
  });

  it('finds traffic that was set as set', async () => {
    server.outside.deploy(endpoint, 'tide', '2', '7');
    const read = await endpointsAt(server).getEndpoint(endpoint);
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    const shift = () => endpointsAt(server).setTraffic(endpoint, read?.etag ?? '', { '100': 90, '7': 10 });
    expect(await failureOf(shift())).toMatchObject({ ambiguous: true });
    expect(await shift()).toMatchObject({ set: true, endpoint: { traffic: { '100': 90, '7': 10 } } });
  });

  it('finds what was taken away as gone', async () => {
    server.outside.deploy(endpoint, 'tide', '2', '7');
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    expect(await failureOf(endpointsAt(server).undeploy(endpoint, '7'))).toMatchObject({ ambiguous: true });
    expect(await endpointsAt(server).undeploy(endpoint, '7')).toMatchObject({ done: false });
    nowMs += 240_000;
    expect(await endpointsAt(server).undeploy(endpoint, '7')).toEqual({ done: true });
    expect(begun()).toEqual(['undeploy']);
  });
});

describe('somebody else at the same endpoint', () => {
  it('is waited for, and then it is ordered again', async () => {
    const theirs = await endpointsAt(server).deploy(order('55', '3'));
    expect(await endpointsAt(server).deploy(order())).toEqual(theirs);
    nowMs += 240_000;
    expect(await endpointsAt(server).deploy(order())).toMatchObject({ done: false });
    expect(begun()).toEqual(['deploy', 'deploy']);
  });

  it.each([
    ['another split', { '100': 50, '7': 50 }, false],
    ['the very split that we want', { '100': 90, '7': 10 }, true],
  ])('who sets %s between our read and our write is not overwritten', async (_, theirs, set) => {
    server.outside.deploy(endpoint, 'tide', '2', '7');
    const meddling: typeof fetch = async (input, init) => {
      if (init?.method === 'PATCH') server.outside.setTraffic(endpoint, theirs);
      return await fetch(input, init);
    };
    const ours = endpointsAt(server, { fetch: meddling });
    const read = await ours.getEndpoint(endpoint);
    const outcome = await ours.setTraffic(endpoint, read?.etag ?? '', { '100': 90, '7': 10 });
    expect(outcome).toMatchObject({ set, endpoint: { traffic: theirs } });
    expect(server.outside.endpoint(endpoint)?.traffic).toEqual(theirs);
  });

  it('who deployed under our id between our read and our write is found', async () => {
    const racing: typeof fetch = async (input, init) => {
      if (init?.method === 'POST') server.outside.deploy(endpoint, 'tide', '2', '7');
      return await fetch(input, init);
    };
    expect(await endpointsAt(server, { fetch: racing }).deploy(order())).toEqual({ done: true });
  });
});

describe('machines', () => {
  it('are those of the version with most of the traffic, or what was ordered', async () => {
    await endpointsAt(server).deploy({ ...order(), machine: { type: 'c3-highcpu-8', minReplicas: 1, maxReplicas: 2 } });
    nowMs += 240_000;
    await endpointsAt(server).deploy(order('8', '3'));
    nowMs += 240_000;
    const read = await endpointsAt(server).getEndpoint(endpoint);
    expect(
      read?.deployed.map(({ id, machine }) => [id, machine.type, machine.minReplicas, machine.maxReplicas]),
    ).toEqual([
      ['100', 'n2-standard-4', 2, 6],
      ['7', 'c3-highcpu-8', 1, 2],
      ['8', 'n2-standard-4', 2, 6],
    ]);
  });

  it('have to be named for the first version of an endpoint', async () => {
    const empty = server.outside.addEndpoint('new-online');
    const first = { ...order(), endpoint: empty };
    expect((await failureOf(endpointsAt(server).deploy(first))).message).toContain('Name a machine');
    const machine = { type: 'n2-standard-2', minReplicas: 1, maxReplicas: 1 };
    expect(await endpointsAt(server).deploy({ ...first, machine })).toMatchObject({ done: false });
  });
});

it('tells what an operation failed with', async () => {
  server.failNextOperation({ code: 9, message: 'The image could not\n be pulled.' });
  const failing = await endpointsAt(server).deploy(order());
  if (failing.done) throw new Error('nothing was begun');
  nowMs += 240_000;
  expect(await endpointsAt(server).getOperation(failing.operation)).toEqual({
    is: 'failed',
    message: 'The image could not be pulled.',
  });
  expect(await endpointsAt(server).deploy(order())).toMatchObject({ done: false });
});

it.each([
  ['aiplatform.endpoints.deploy', () => endpointsAt(server).deploy(order())],
  ['aiplatform.endpoints.undeploy', () => endpointsAt(server).undeploy(endpoint, '100')],
  ['aiplatform.endpoints.get', () => endpointsAt(server).getEndpoint(endpoint)],
])('names the missing permission %s', async (permission, act) => {
  server.denied.add(permission);
  const error = await failureOf(act());
  expect(error).toMatchObject({ status: 403, mendable: true, ambiguous: false });
  expect(error.message).toContain(`Grant our account ${permission} on`);
});

it('sends nothing for ids that cannot be', async () => {
  const endpoints = endpointsAt(server);
  for (const id of ['', 'a', '12345678901', '../x'])
    await expect(endpoints.deploy(order(id))).rejects.toThrow('no id of Vertex AI');
  await expect(endpoints.deploy({ ...order(), version: 'latest' })).rejects.toThrow('no id of Vertex AI');
  expect(await endpoints.getOperation('https://elsewhere.example/x')).toEqual({ is: 'gone' });
  expect(server.requests).toEqual([]);
});
