import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectMlflow } from '#adapters/registries/mlflow/connect.ts';
import { eachItem, eachModel } from '#adapters/registries/pages.ts';
import { generatedModels } from '#sandbox/mlflow/seed.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';

const baseMs = Date.parse('2026-11-24T09:00:00Z');

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('reading a whole listing', () => {
  it('gives each of 10,000 models once, in pages of 1,000', async () => {
    const server = await startPretendMlflow({ seed: generatedModels(10_000, baseMs) });
    const registry = connectMlflow({ id: 'm', url: server.url, auth: { kind: 'none' }, timeoutMs: 30_000 });
    const names = (await all(eachModel(registry))).map((model) => model.name);
    expect(names).toHaveLength(10_000);
    expect(new Set(names).size).toBe(10_000);
    expect(server.requests).toHaveLength(10);
    const found = await all(eachModel(registry, 'ED-0999'));
    expect(found.map((model) => model.name)).toEqual(Array.from({ length: 10 }, (_, i) => `generated-0999${i}`));
    await server.close();
  });

  it('gives a model once although the pages shift while they are read', async () => {
    const server = await startPretendMlflow();
    for (let i = 0; i < 1500; i += 1) server.outside.addModel(`model-${String(i).padStart(4, '0')}`);
    const registry = connectMlflow({ id: 'm', url: server.url, auth: { kind: 'none' }, timeoutMs: 30_000 });
    const names: string[] = [];
    for await (const model of eachModel(registry)) {
      if (names.length === 0) server.outside.addModel('added-while-reading');
      names.push(model.name);
    }
    expect(names).toHaveLength(1500);
    expect(new Set(names).size).toBe(1500);
    await server.close();
  });

  it('never repeats an item and always ends, whatever pages and tokens a server gives', async () => {
    const page = fc.record({
      items: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
      nextPageToken: fc.option(fc.integer({ min: 0, max: 5 }).map(String)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 6, maxLength: 6 }), async (pages) => {
        let reads = 0;
        const read = (token: string | undefined) => {
          reads += 1;
          return Promise.resolve(pages[Number(token ?? 0)] ?? { items: [], nextPageToken: null });
        };
        const items = await all(eachItem(read, String));
        expect(new Set(items).size).toBe(items.length);
        expect(reads).toBeLessThanOrEqual(pages.length + 1);
        const [first] = pages;
        expect(items).toEqual(expect.arrayContaining(first?.items ?? []));
      }),
    );
  });
});
