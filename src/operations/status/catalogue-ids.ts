import type { CatalogueModel, Models } from '#playbook/playbook.ts';
import type { CatalogueIds } from '#store/catalogue-ids.ts';

/** The ids of the entries that are wanted. The first entry that fits a model is its entry, as everywhere. */
export function idsOf({ models }: Models, wanted: (entry: CatalogueModel) => boolean): CatalogueIds {
  const hits = models.map((entry) => ({ id: entry.id, is: wanted(entry) }));
  const chosen = hits.map((hit, at) => ({ ...hit, except: others(hits.slice(0, at)) })).filter(({ is }) => is);
  return {
    exact: chosen.flatMap(({ id, except }) => (id.includes('*') || except.some((one) => fits(one, id)) ? [] : [id])),
    patterns: chosen.flatMap(({ id, except }) => (id.includes('*') ? [{ pattern: id, except }] : [])),
  };
}

function others(before: readonly { readonly id: string; readonly is: boolean }[]): readonly string[] {
  return before.filter(({ is }) => !is).map(({ id }) => id);
}

function fits(pattern: string, id: string): boolean {
  const [start = '', end] = pattern.split('*');
  return end === undefined
    ? pattern === id
    : id.length > start.length + end.length && id.startsWith(start) && id.endsWith(end);
}
