import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachModel, eachVersion } from '#adapters/registries/pages.ts';
import { generatedVertexModels } from '#sandbox/vertex/seed.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { failureOf, registryAt } from './vertex-place.ts';

let server: PretendVertex;
beforeEach(async () => {
  server = await startPretendVertex();
});
afterEach(() => server.close());

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('listing', () => {
  it('takes 1,010 calls for 1,000 models with 10,000 versions, and at most 8 at a time', async () => {
    const large = await startPretendVertex({ seed: generatedVertexModels(1000, 10) });
    let running = 0;
    let most = 0;
    const counting: typeof fetch = async (input, init) => {
      running += 1;
      most = Math.max(most, running);
      const response = await fetch(input, init);
      running -= 1;
      return response;
    };
    const models = await all(eachModel(registryAt(large, { fetch: counting })));
    expect(models.map(({ name }) => name)).toEqual(
      Array.from({ length: 1000 }, (_, i) => `generated-${String(i + 1).padStart(5, '0')}`),
    );
    expect(new Set(models.map((model) => JSON.stringify([model.aliases, model.latestVersion])))).toEqual(
      new Set(['[{"production":"5"},"10"]']),
    );
    expect(large.requests).toHaveLength(1010);
    expect(most).toBe(8);
    await large.close();
  }, 60_000);

  it('reads aliases from every page of versions, newest version first', async () => {
    for (let i = 0; i < 250; i += 1) server.outside.addVersion('deep');
    server.outside.moveAlias('deep', 'production', '3');
    server.outside.moveAlias('deep', 'challenger', '248');
    const registry = registryAt(server);
    expect(await registry.getModel('deep')).toMatchObject({
      aliases: { production: '3', challenger: '248' },
      latestVersion: '250',
    });
    expect(server.requests).toHaveLength(3);
    const versions = await all(eachVersion(registry, 'deep'));
    expect(versions.map(({ version }) => Number(version))).toEqual(Array.from({ length: 250 }, (_, i) => 250 - i));
  });

  it('searches ids and names for people in any case, exactly, over pages', async () => {
    for (let i = 0; i < 230; i += 1) {
      server.outside.addVersion(`model-${i}`, { displayName: i % 50 === 7 ? `Tide Level ${i}` : `Other ${i}` });
    }
    server.outside.addVersion('tide-gate');
    const registry = registryAt(server);
    const found = async (limit: number) => {
      const names: string[][] = [];
      let pageToken: string | null = null;
      do {
        const page = await registry.searchModels({ text: 'tIDE', limit, ...(pageToken === null ? {} : { pageToken }) });
        names.push(page.items.map(({ name }) => name));
        pageToken = page.nextPageToken;
      } while (pageToken !== null);
      return names;
    };
    expect(await found(2)).toEqual([
      ['model-7', 'model-57'],
      ['model-107', 'model-157'],
      ['model-207', 'tide-gate'],
    ]);
    expect((await found(1)).flat()).toEqual((await found(2)).flat());
  });

  it('leaves out a model that is deleted between the two reads', async () => {
    for (const name of ['a1', 'b2', 'c3']) server.outside.addVersion(name);
    const deleting: typeof fetch = async (input, init) => {
      if (new Request(input).url.includes('b2:listVersions')) {
        await fetch(`${server.url}/v1/projects/northwind-ml/locations/europe-west4/models/b2`, { method: 'DELETE' });
      }
      return await fetch(input, init);
    };
    const models = await registryAt(server, { fetch: deleting }).searchModels({});
    expect(models.items.map(({ name }) => name)).toEqual(['a1', 'c3']);
  });
});

describe('names and aliases', () => {
  beforeEach(() => {
    server.outside.addVersion('tide-level', { displayName: 'Tide level', description: 'Hours ahead.' });
    server.outside.addVersion('tide-level');
  });

  it('puts the name that people know first in the description, and links to the console', async () => {
    expect((await registryAt(server).getModel('tide-level'))?.description).toBe('Tide level\nHours ahead.');
    expect(registryAt(server, { url: null }).versionUrl('tide-level', '2')).toBe(
      'https://console.cloud.google.com/vertex-ai/models/locations/europe-west4/models/tide-level/versions/2/properties?project=northwind-ml',
    );
  });

  it('links to the pretend server in its place, where there is a page', async () => {
    const page = await fetch(registryAt(server).versionUrl('tide-level', '2') ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Tide level');
  });

  it('sends nothing for what can be no id', async () => {
    const registry = registryAt(server);
    for (const name of ['', '../endpoints', 'a@1', 'a/b', 'a:listVersions', 'é', '-a']) {
      expect(await registry.getModel(name)).toBeNull();
      expect(await registry.getVersion(name, '1')).toBeNull();
      expect(await registry.getAlias(name, 'production')).toBeNull();
      expect(await registry.listVersions(name)).toEqual({ items: [], nextPageToken: null });
      await expect(registry.setAlias(name, 'production', '1')).rejects.toMatchObject({ status: 404 });
    }
    for (const alias of ['2', 'a', 'a_b', 'A', '../x']) expect(await registry.getAlias('tide-level', alias)).toBeNull();
    for (const run of ['tide-level', 'tide-level@', 'tide-level@1@2', '@1'])
      expect(await registry.getRun(run)).toBeNull();
    expect(server.requests).toEqual([]);
  });

  it('does not show the mark of the default version as an alias, but answers which version has it', async () => {
    const registry = registryAt(server);
    expect((await registry.getModel('tide-level'))?.aliases).toEqual({});
    expect(await registry.getAlias('tide-level', 'default')).toBe('1');
  });

  it('refuses to take the default mark away, and to move it', async () => {
    const registry = registryAt(server);
    expect((await failureOf(registry.deleteAlias('tide-level', 'default'))).message).toContain(
      'Move it to another version',
    );
    await expect(registry.setAlias('tide-level', 'default', '2')).rejects.toThrow(
      'use small letters, digits and hyphens',
    );
    expect(await registry.getAlias('tide-level', 'default')).toBe('1');
  });

  it.each(['latest', 'v7', 'a_b', 'a', 'Prod', '7', `a${'b'.repeat(64)}`])(
    'refuses the alias %s, which not every registry takes, before anything is sent',
    async (alias) => {
      const error = await failureOf(registryAt(server).setAlias('tide-level', alias, '1'));
      expect(error).toMatchObject({ retryable: false, ambiguous: false });
      expect(server.requests).toEqual([]);
    },
  );

  it('takes an alias only from the version that holds it', async () => {
    server.outside.moveAlias('tide-level', 'shadow', '2');
    await registryAt(server).deleteAlias('tide-level', 'shadow');
    expect(server.requests.map(({ method, path }) => [method, path.split('/').at(-1)])).toEqual([
      ['GET', 'tide-level@shadow'],
      ['POST', 'tide-level@2:mergeVersionAliases'],
    ]);
    expect(server.outside.model('tide-level')?.versions.flatMap(({ aliases }) => aliases)).toEqual(['default']);
  });
});
