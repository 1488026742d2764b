import type { ModelRegistry, ModelVersion, Page, RegisteredModel } from '#domain/registry.ts';

/**
 * Every item of a listing once, however the pages shift while they are read. Ends at the last page, at an empty page
 * and at a token seen before, so that no server can keep the reader for ever.
 */
export async function* eachItem<T>(
  readPage: (pageToken: string | undefined) => Promise<Page<T>>,
  identity: (item: T) => string,
): AsyncGenerator<T, void, void> {
  const items = new Set<string>();
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    if (page.items.length === 0) return;
    for (const item of page.items) {
      const id = identity(item);
      if (items.has(id)) continue;
      items.add(id);
      yield item;
    }
    token = page.nextPageToken ?? undefined;
    if (token !== undefined && tokens.has(token)) return;
    if (token !== undefined) tokens.add(token);
  } while (token !== undefined);
}

/** The first page from `pageToken` on that has an item, so that only a listing without any yields an empty page. */
export async function firstMatches<T>(
  pageToken: string | undefined,
  readPage: (pageToken: string | undefined) => Promise<Page<T>>,
): Promise<Page<T>> {
  const tokens = new Set<string>();
  let page = await readPage(pageToken);
  while (page.items.length === 0 && page.nextPageToken !== null && !tokens.has(page.nextPageToken)) {
    tokens.add(page.nextPageToken);
    page = await readPage(page.nextPageToken);
  }
  return page.items.length === 0 ? { items: [], nextPageToken: null } : page;
}

/** Every model whose name contains `text`, or every model. */
export function eachModel(registry: ModelRegistry, text?: string): AsyncGenerator<RegisteredModel, void, void> {
  const query = { limit: 1000, ...(text !== undefined && { text }) };
  return eachItem(
    (pageToken) => registry.searchModels({ ...query, ...(pageToken !== undefined && { pageToken }) }),
    (model) => model.name,
  );
}

/** Every version of a model, newest first. */
export function eachVersion(registry: ModelRegistry, name: string): AsyncGenerator<ModelVersion, void, void> {
  return eachItem(
    (pageToken) => registry.listVersions(name, { limit: 1000, ...(pageToken !== undefined && { pageToken }) }),
    (version) => JSON.stringify([version.name, version.version]),
  );
}
