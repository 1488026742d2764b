import { catalogueModel } from '#playbook/catalogue.ts';
import { own } from '#playbook/own.ts';
import type { CatalogueModel, Models } from '#playbook/playbook.ts';

/** Finds the entry of a model as its registry names it; null for a model outside the catalogue. */
export type FindEntry = (registry: string, name: string) => CatalogueModel | null;

const made = new WeakMap<Models, FindEntry>();

/** The catalogue by registry and name, so that ten thousand models read it once and not each; the first match wins. */
export function catalogueIndex(models: Models): FindEntry {
  const known = made.get(models);
  if (known !== undefined) return known;
  const exact = new Map<string, { readonly at: number; readonly entry: CatalogueModel }>();
  const patterns: { readonly at: number; readonly entry: CatalogueModel }[] = [];
  for (const [at, entry] of models.models.entries()) {
    if (entry.id.includes('*')) patterns.push({ at, entry });
    else {
      for (const place of Object.entries(entry.in)) {
        const key = JSON.stringify(place);
        if (!exact.has(key)) exact.set(key, { at, entry });
      }
    }
  }
  const find: FindEntry = (registry, name) => {
    const plain = exact.get(JSON.stringify([registry, name]));
    for (const { at, entry } of patterns) {
      if (plain !== undefined && at > plain.at) break;
      const filled = filledFor(entry, registry, name);
      if (filled !== null) return filled;
    }
    return plain?.entry ?? null;
  };
  made.set(models, find);
  return find;
}

function filledFor(entry: CatalogueModel, registry: string, name: string): CatalogueModel | null {
  const pattern = own(entry.in, registry);
  if (pattern === undefined) return null;
  const [before = '', after = ''] = pattern.split('*');
  if (name.length <= before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) return null;
  const star = name.slice(before.length, name.length - after.length);
  return catalogueModel({ owner: '', models: [entry] }, entry.id.split('*').join(star));
}
