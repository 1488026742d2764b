import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachModel, eachVersion } from '#adapters/registries/pages.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { Arrange } from './rest-arrange.ts';

/** Where registries differ by nature. */
export interface Traits {
  readonly hasPrompts: boolean;
  /** An alias stays when the version it names is deleted. */
  readonly aliasesDangle: boolean;
  readonly tellsItsVersion: boolean;
  /** A run has times and parameters of its own, which the arrangement can give. */
  readonly runsHaveTimes: boolean;
  /** A tag that it can keep. */
  readonly tag: readonly [key: string, value: string];
  /** What a version that no run is known of names as its run. */
  readonly runOfUploaded: (model: string, version: string) => string | null;
}

export interface Opened {
  readonly registry: ModelRegistry;
  readonly arrange: Arrange;
  readonly traits: Traits;
  close(): Promise<void>;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What every model registry behind the port does, whichever server answers. */
export function modelRegistryContract(title: string, open: () => Promise<Opened>): void {
  describe(title, () => {
    let opened: Opened;
    let registry: ModelRegistry;
    let arrange: Arrange;
    let traits: Traits;
    beforeAll(async () => {
      opened = await open();
      ({ registry, arrange, traits } = opened);
    });
    afterAll(async () => {
      await arrange.removeAll();
      await opened.close();
    });

    async function modelWith(versions: number): Promise<string> {
      const name = arrange.freshName();
      await arrange.model(name, { team: 'contract' });
      for (let i = 0; i < versions; i += 1) await arrange.version(name);
      return name;
    }

    describe('models', () => {
      it('finds a model by a part of its name in any case', async () => {
        const name = await modelWith(1);
        const found = await registry.searchModels({ text: name.slice(3).toUpperCase() });
        expect(found.items.map((model) => model.name)).toEqual([name]);
        expect(found.nextPageToken).toBeNull();
      });

      it('takes wildcards and quotes in a search as plain characters', async () => {
        await modelWith(1);
        for (const text of ["o'brien", '%', 'contract_', 'a"b', 'a\\b', '`;--']) {
          expect((await registry.searchModels({ text })).items).toEqual([]);
        }
      });

      it('finds nothing as an empty page', async () => {
        expect(await registry.searchModels({ text: randomUUID() })).toEqual({ items: [], nextPageToken: null });
      });

      it('reads tags, the newest version and aliases of a model', async () => {
        const name = await modelWith(2);
        await arrange.alias(name, 'production', '1');
        const model = await registry.getModel(name);
        expect(model).toMatchObject({
          name,
          latestVersion: '2',
          aliases: { production: '1' },
          tags: { team: 'contract' },
        });
        expect(model?.createdAt).toMatch(/^20\d\d-.*Z$/);
        const [found] = (await registry.searchModels({ text: name })).items;
        expect(found).toEqual(model);
      });

      it('answers null for a model that does not exist', async () => {
        expect(await registry.getModel(arrange.freshName())).toBeNull();
      });

      it('leaves prompts out of searches and reads', async ({ skip }) => {
        if (!traits.hasPrompts) return skip('this registry has no prompts');
        const name = arrange.freshName();
        await arrange.model(name, { 'mlflow.prompt.is_prompt': 'true' });
        expect(await registry.getModel(name)).toBeNull();
        expect((await registry.searchModels({ text: name })).items).toEqual([]);
      });

      it('pages through models without losing or repeating one', async () => {
        const mark = randomUUID().slice(0, 6);
        const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `contract-${mark}-${letter}`);
        for (const name of names) {
          await arrange.model(name);
          await arrange.version(name);
        }
        const pages: string[][] = [];
        let token: string | null | undefined;
        while (token !== null) {
          const query: Parameters<ModelRegistry['searchModels']>[0] = {
            text: mark,
            limit: 2,
            ...(token && { pageToken: token }),
          };
          const page = await registry.searchModels(query);
          pages.push(page.items.map((model) => model.name));
          token = page.nextPageToken;
        }
        expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
        expect(pages.flat().sort()).toEqual(names);
        expect((await all(eachModel(registry, mark))).map((model) => model.name).sort()).toEqual(names);
      });
    });

    describe('versions', () => {
      it('lists the newest version first, also after an older one was edited', async () => {
        const name = await modelWith(11);
        await arrange.describeVersion(name, '3', 'edited later');
        const page = await registry.listVersions(name, { limit: 3 });
        expect(page.items.map((item) => item.version)).toEqual(['11', '10', '9']);
        const versions = await all(eachVersion(registry, name));
        expect(versions.map((item) => item.version)).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1']);
      });

      it('reads one version with its description, source and tags', async () => {
        const name = await modelWith(0);
        const version = await arrange.version(name, { source: 's3://contract/x', description: 'Trained on May.' });
        const [key, value] = traits.tag;
        await registry.setVersionTag(name, version, key, value);
        expect(await registry.getVersion(name, version)).toMatchObject({
          name,
          version: '1',
          status: 'ready',
          description: 'Trained on May.',
          source: 's3://contract/x',
          runId: traits.runOfUploaded(name, '1'),
          tags: { [key]: value },
        });
      });

      it('answers null for a version that does not exist, or cannot', async () => {
        const name = await modelWith(1);
        for (const version of ['2', '0', 'x', '1.0', '-1', ''])
          expect(await registry.getVersion(name, version)).toBeNull();
      });

      it('refuses to tag a version that does not exist', async () => {
        const name = await modelWith(1);
        await expect(registry.setVersionTag(name, '9', 'k', 'v')).rejects.toMatchObject({
          status: 404,
          retryable: false,
        });
      });
    });

    describe('aliases', () => {
      it('sets, moves and deletes an alias', async () => {
        const name = await modelWith(2);
        expect(await registry.getAlias(name, 'production')).toBeNull();
        await registry.setAlias(name, 'production', '1');
        expect(await registry.getAlias(name, 'production')).toBe('1');
        await registry.setAlias(name, 'production', '2');
        expect(await registry.getAlias(name, 'production')).toBe('2');
        await registry.deleteAlias(name, 'production');
        expect(await registry.getAlias(name, 'production')).toBeNull();
      });

      it('takes an alias that is already gone as deleted', async () => {
        const name = await modelWith(1);
        await registry.deleteAlias(name, 'production');
        await registry.deleteAlias(arrange.freshName(), 'production');
      });

      it('answers null for an alias of a model that does not exist, and for names of built-in properties', async () => {
        const name = await modelWith(1);
        expect(await registry.getAlias(arrange.freshName(), 'production')).toBeNull();
        expect(await registry.getAlias(name, 'constructor')).toBeNull();
      });

      it('says what becomes of an alias whose version is deleted', async () => {
        const name = await modelWith(2);
        await registry.setAlias(name, 'production', '2');
        await arrange.deleteVersion(name, '2');
        expect(await registry.getAlias(name, 'production')).toBe(traits.aliasesDangle ? '2' : null);
        expect(await registry.getVersion(name, '2')).toBeNull();
        expect((await registry.getModel(name))?.latestVersion).toBe('1');
        await registry.deleteAlias(name, 'production');
        expect(await registry.getAlias(name, 'production')).toBeNull();
      });

      it('refuses a version that does not exist, for good and without doubt', async () => {
        const name = await modelWith(1);
        const attempt = registry.setAlias(name, 'production', '7');
        await expect(attempt).rejects.toBeInstanceOf(UpstreamError);
        await expect(attempt).rejects.toMatchObject({ status: 404, retryable: false, ambiguous: false });
      });

      it('refuses a reserved alias', async () => {
        const name = await modelWith(1);
        const attempt = registry.setAlias(name, 'latest', '1');
        await expect(attempt).rejects.toBeInstanceOf(UpstreamError);
        await expect(attempt).rejects.toMatchObject({ retryable: false, ambiguous: false });
        expect(await registry.getAlias(name, 'latest')).toBeNull();
      });
    });

    describe('runs', () => {
      it('reads owner, status, times, params and the newest value of each metric', async () => {
        const id = await arrange.run({
          user: 'ana',
          metrics: [
            ['auc', 0.8, 0],
            ['auc', 0.83, 1],
            ['rmse', 1.5],
          ],
          params: { depth: '6' },
        });
        expect(await registry.getRun(id)).toMatchObject({
          id,
          status: 'finished',
          owner: 'ana',
          startedAt: traits.runsHaveTimes ? '2026-09-21T14:13:20.000Z' : null,
          endedAt: traits.runsHaveTimes ? '2026-09-21T14:14:20.000Z' : null,
          metrics: { auc: 0.83, rmse: 1.5 },
          params: traits.runsHaveTimes ? { depth: '6' } : {},
        });
      });

      it('turns NaN and infinities into null', async () => {
        const id = await arrange.run({
          metrics: [
            ['a', 'NaN'],
            ['b', 'Infinity'],
            ['c', '-Infinity'],
            ['d', 0],
          ],
        });
        expect((await registry.getRun(id))?.metrics).toEqual({ a: null, b: null, c: null, d: 0 });
      });

      it('names no owner where the run has none, and answers null for a run that does not exist', async () => {
        expect((await registry.getRun(await arrange.run({})))?.owner).toBeNull();
        expect(await registry.getRun('0'.repeat(32))).toBeNull();
      });

      it('puts what was measured of the logged model first, and keeps data sets apart', async ({ skip }) => {
        const runId = await arrange.run({
          metrics: [
            ['auc', 0.5],
            ['loss', 0.3],
          ],
        });
        const loggedModelId = await arrange.loggedModel(runId, [
          { key: 'auc', value: 0.91, dataset: 'holdout', step: 1 },
          { key: 'auc', value: 0.89, dataset: 'region=EU', step: 2 },
          { key: 'auc', value: 0.9, step: 0 },
        ]);
        if (loggedModelId === null) return skip('this server has no logged models');
        const name = await modelWith(0);
        const number = await arrange.version(name, { source: `models:/${loggedModelId}`, runId, loggedModelId });
        const version = await registry.getVersion(name, number);
        const run = await registry.getRun(runId, version ?? undefined);
        expect(run?.metrics).toMatchObject({ auc: 0.9, loss: 0.3 });
        expect(run?.datasets).toEqual([
          { name: 'holdout', digest: 'd1', metrics: { auc: 0.91 } },
          { name: 'region=EU', digest: 'd1', metrics: { auc: 0.89 } },
        ]);
      });

      it('finds the run of a version that names only its logged model', async ({ skip }) => {
        const runId = await arrange.run({});
        const loggedModelId = await arrange.loggedModel(runId, []);
        if (loggedModelId === null) return skip('this server has no logged models');
        const name = await modelWith(0);
        const number = await arrange.version(name, { source: `models:/${loggedModelId}`, loggedModelId });
        expect((await registry.getVersion(name, number))?.runId).toBe(runId);
      });
    });

    it('is reachable, tells its version if it has one, and a clock near ours', async () => {
      const health = await registry.check();
      expect(health).toMatchObject({
        reachable: true,
        version: traits.tellsItsVersion ? expect.stringMatching(/^\d+\.\d+/) : null,
      });
      expect(Math.abs(health.clockSkewMs ?? Number.NaN)).toBeLessThan(5 * 60_000);
    });
  });
}
