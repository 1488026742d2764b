import type { ModelRegistry, Page, RegisteredModel } from '#domain/registry.ts';
import { firstMatches } from '../pages.ts';
import { pageSize, type VertexCalls } from './calls.ts';
import { inParallel } from './in-parallel.ts';
import { isModelId, modelIdOf, toModel } from './mapping.ts';
import { patiently } from './patience.ts';
import type { VertexModel } from './schema.ts';

/** Models whose versions are read at the same time. */
const width = 8;

type SearchQuery = Parameters<ModelRegistry['searchModels']>[0];

/** Reads models as the port wants them from listings that know neither search in any case nor aliases of all versions. */
export function modelReader(calls: VertexCalls, wait: (ms: number) => Promise<void>) {
  async function getModel(name: string): Promise<RegisteredModel | null> {
    if (!isModelId(name)) return null;
    const versions: VertexModel[] = [];
    const tokens = new Set<string>();
    let pageToken: string | undefined;
    do {
      const page = { limit: pageSize, pageToken };
      const answer = await patiently(wait, () => calls.listVersions(name, page, 'names'));
      versions.push(...(answer?.models ?? []));
      pageToken = answer?.nextPageToken || undefined;
      if (pageToken !== undefined && tokens.has(pageToken)) break;
      if (pageToken !== undefined) tokens.add(pageToken);
    } while (pageToken !== undefined);
    return toModel(versions);
  }

  async function read(names: readonly string[]): Promise<RegisteredModel[]> {
    const models = await inParallel(names, width, getModel);
    return models.filter((model) => model !== null);
  }

  const listPage = (limit: number, pageToken: string | undefined) =>
    patiently(wait, () => calls.listModels({ limit, pageToken }));

  return {
    getModel,
    /** One page of Vertex AI's own, at most 100 models. */
    all: ({ limit = pageSize, pageToken }: SearchQuery): Promise<Page<RegisteredModel>> =>
      firstMatches(pageToken, async (token) => {
        const answer = await listPage(within(limit), token);
        return {
          items: await read(answer.models.map(({ name }) => modelIdOf(name))),
          nextPageToken: answer.nextPageToken || null,
        };
      }),
    /** Models whose id or display name contains `text`, from as many pages as it takes. */
    async matching(text: string, query: SearchQuery): Promise<Page<RegisteredModel>> {
      const limit = within(query.limit ?? pageSize);
      const found: { readonly name: string; readonly place: string }[] = [];
      for await (const model of matches(listPage, text, query.pageToken)) {
        found.push(model);
        if (found.length > limit) break;
      }
      const items = await read(found.slice(0, limit).map(({ name }) => name));
      return { items, nextPageToken: found[limit]?.place ?? null };
    },
  };
}

type Lister = (limit: number, pageToken: string | undefined) => ReturnType<VertexCalls['listModels']>;

/** Each match and its place: how many models of which page come before it, as `17~token`. */
async function* matches(list: Lister, text: string, from = '0~'): AsyncGenerator<{ name: string; place: string }> {
  const wanted = text.toLowerCase();
  const tokens = new Set<string>();
  let { skip, token } = placeOf(from);
  while (!tokens.has(token)) {
    tokens.add(token);
    const answer = await list(pageSize, token === '' ? undefined : token);
    for (const [index, { name, displayName }] of answer.models.entries()) {
      const id = modelIdOf(name);
      const fits = id.toLowerCase().includes(wanted) || displayName.toLowerCase().includes(wanted);
      if (fits && index >= skip) yield { name: id, place: `${index}~${token}` };
    }
    if (answer.models.length === 0 || (answer.nextPageToken ?? '') === '') return;
    token = answer.nextPageToken ?? '';
    skip = 0;
  }
}

function placeOf(text: string): { skip: number; token: string } {
  const at = text.indexOf('~');
  return { skip: Number(text.slice(0, at)) || 0, token: text.slice(at + 1) };
}

function within(limit: number): number {
  return Math.min(Math.max(1, Math.trunc(limit)), pageSize);
}
