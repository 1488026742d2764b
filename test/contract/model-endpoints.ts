import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Begun, ModelEndpoints, OperationState, ServingEndpoint } from '#domain/endpoint.ts';
import { UpstreamError } from '#errors.ts';

/** Prepares endpoints without the client under test. */
export interface EndpointArrange {
  /** A model with three versions. */
  model(): Promise<string>;
  /** An endpoint that serves version 1 of the model with all its traffic; its id. */
  endpointServing(model: string): Promise<string>;
  /** Lets time pass, so that operations come to an end. */
  pass(): Promise<void>;
  removeAll(): Promise<void>;
}

export interface OpenedEndpoints {
  readonly endpoints: ModelEndpoints;
  readonly arrange: EndpointArrange;
  close(): Promise<void>;
}

/** What every system behind the port of endpoints does, whichever server answers. */
export function modelEndpointsContract(title: string, open: () => Promise<OpenedEndpoints>, timeoutMs: number): void {
  describe(title, () => {
    let opened: OpenedEndpoints;
    let endpoints: ModelEndpoints;
    let model: string;

    beforeAll(async () => {
      opened = await open();
      endpoints = opened.endpoints;
      model = await opened.arrange.model();
    }, timeoutMs);
    afterAll(async () => {
      await opened.arrange.removeAll();
      await opened.close();
    }, timeoutMs);

    async function seen(id: string): Promise<ServingEndpoint> {
      const endpoint = await endpoints.getEndpoint(id);
      if (endpoint === null) throw new Error(`no endpoint ${id}`);
      return endpoint;
    }

    async function over(begun: Begun): Promise<OperationState> {
      if (begun.done) return { is: 'done' };
      for (;;) {
        const state = await endpoints.getOperation(begun.operation);
        if (state.is !== 'running') return state;
        await opened.arrange.pass();
      }
    }

    const order = (endpoint: string, id: string, version: string) => ({ endpoint, id, model, version, machine: null });

    it('reads what an endpoint serves, and answers null for one that does not exist', {
      timeout: timeoutMs,
    }, async () => {
      const id = await opened.arrange.endpointServing(model);
      const endpoint = await seen(id);
      expect(endpoint).toMatchObject({ id, deployed: [{ model, version: '1' }] });
      const [served] = endpoint.deployed;
      expect(endpoint.traffic).toEqual({ [served?.id ?? '']: 100 });
      expect(served?.deployedAt).toMatch(/^20\d\d-.*Z$/);
      expect(served?.machine.type).not.toBeNull();
      expect(endpoint.etag).not.toBe('');
      expect(await endpoints.getEndpoint('999999')).toBeNull();
      expect(await endpoints.getEndpoint('../models')).toBeNull();
    });

    it('deploys at 0 %, on the machine of what is served, and once however often', { timeout: timeoutMs }, async () => {
      const id = await opened.arrange.endpointServing(model);
      const before = await seen(id);
      const begun = await endpoints.deploy(order(id, '1042', '2'));
      expect(begun.done).toBe(false);
      expect(await endpoints.deploy(order(id, '1042', '2'))).toEqual(begun);
      expect(await over(begun)).toEqual({ is: 'done' });
      expect(await endpoints.deploy(order(id, '1042', '2'))).toEqual({ done: true });
      const after = await seen(id);
      expect(after.traffic).toEqual(before.traffic);
      expect(after.deployed.map((one) => [one.id, one.version])).toEqual([
        [before.deployed[0]?.id, '1'],
        ['1042', '2'],
      ]);
      expect(after.deployed[1]?.machine).toEqual(before.deployed[0]?.machine);
    });

    it('does not take another version for the one that was ordered', { timeout: timeoutMs }, async () => {
      const id = await opened.arrange.endpointServing(model);
      await over(await endpoints.deploy(order(id, '7', '2')));
      const attempt = endpoints.deploy(order(id, '7', '3'));
      await expect(attempt).rejects.toThrow('has something else under the id 7');
      await expect(attempt).rejects.toBeInstanceOf(UpstreamError);
    });

    it('sets traffic only if nobody changed the endpoint since it was read', { timeout: timeoutMs }, async () => {
      const id = await opened.arrange.endpointServing(model);
      await over(await endpoints.deploy(order(id, '8', '2')));
      const read = await seen(id);
      const champion = read.deployed[0]?.id ?? '';
      const ten = { [champion]: 90, '8': 10 };
      const shifted = await endpoints.setTraffic(id, read.etag, ten);
      expect(shifted).toMatchObject({ set: true, endpoint: { traffic: ten } });
      expect(shifted.endpoint.etag).not.toBe(read.etag);
      const stale = await endpoints.setTraffic(id, read.etag, { [champion]: 50, '8': 50 });
      expect(stale).toMatchObject({ set: false, endpoint: { traffic: ten, etag: shifted.endpoint.etag } });
      expect(await endpoints.setTraffic(id, read.etag, { ...ten, '9': 0 })).toMatchObject({ set: true });
      expect((await seen(id)).traffic).toEqual(ten);
    });

    it('refuses a split that cannot be', { timeout: timeoutMs }, async () => {
      const id = await opened.arrange.endpointServing(model);
      const { etag, deployed } = await seen(id);
      const champion = deployed[0]?.id ?? '';
      for (const split of [{ [champion]: 90 }, { [champion]: 90, '77': 10 }, { [champion]: 99.5 }, {}]) {
        await expect(endpoints.setTraffic(id, etag, split)).rejects.toMatchObject({
          retryable: false,
          ambiguous: false,
        });
      }
      expect((await seen(id)).etag).toBe(etag);
    });

    it('takes away what has no traffic, once however often, and nothing that has', { timeout: timeoutMs }, async () => {
      const id = await opened.arrange.endpointServing(model);
      await over(await endpoints.deploy(order(id, '9', '2')));
      const { etag, deployed } = await seen(id);
      const champion = deployed[0]?.id ?? '';
      await expect(endpoints.undeploy(id, champion)).rejects.toThrow('still gets 100 % of the traffic');
      await endpoints.setTraffic(id, etag, { '9': 100 });
      const begun = await endpoints.undeploy(id, champion);
      expect(await endpoints.undeploy(id, champion)).toEqual(begun);
      expect(await over(begun)).toEqual({ is: 'done' });
      expect(await endpoints.undeploy(id, champion)).toEqual({ done: true });
      const after = await seen(id);
      expect(after.deployed.map((one) => one.id)).toEqual(['9']);
      expect(after.traffic).toEqual({ '9': 100 });
    });

    it('tells that an operation is not known any more', { timeout: timeoutMs }, async () => {
      const id = await opened.arrange.endpointServing(model);
      const begun = await endpoints.deploy(order(id, '11', '2'));
      if (begun.done) throw new Error('nothing was begun');
      await over(begun);
      expect(await endpoints.getOperation(begun.operation.replace(/\d+$/, '1'))).toEqual({ is: 'gone' });
      expect(await endpoints.getOperation('projects/p/locations/l/models/m')).toEqual({ is: 'gone' });
    });

    it('says so where there is no such endpoint', { timeout: timeoutMs }, async () => {
      await expect(endpoints.deploy(order('999999', '1', '2'))).rejects.toMatchObject({
        status: 404,
        retryable: false,
      });
      await expect(endpoints.setTraffic('999999', 'x', { '1': 100 })).rejects.toThrow('has no endpoint 999999');
      expect(await endpoints.undeploy('999999', '1')).toEqual({ done: true });
    });
  });
}
