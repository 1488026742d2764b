import { own } from './own.ts';
import type { CatalogueModel, Models } from './playbook.ts';

/** The entry for a model as its registry names it, a pattern's `*` filled in; the first match wins, null if none. */
export function findCatalogueModel(models: Models, registry: string, name: string): CatalogueModel | null {
  return firstMatch(models, (entry) => starIn(own(entry.in, registry), name));
}

/**
 * The entry with this catalogue id, a pattern's `*` filled in; null for a model outside the catalogue. Where several
 * give the same id, as a pattern for another registry may, it is that of the registry, if it is known.
 */
export function catalogueModel(models: Models, id: string, registry: string | null = null): CatalogueModel | null {
  const named = (entry: CatalogueModel) => starIn(entry.id, id);
  if (registry === null) return firstMatch(models, named);
  const there = models.models.filter((entry) => {
    const star = named(entry);
    const name = star === null ? undefined : own(filled(entry, star).in, registry);
    return name !== undefined && models.models.find((one) => starIn(own(one.in, registry), name) !== null) === entry;
  });
  return firstMatch({ ...models, models: there }, named) ?? firstMatch(models, named);
}

/** The catalogue id of a registry's model: `<connection>/<name>` outside the catalogue. */
export function catalogueId(models: Models, registry: string, name: string): string {
  return findCatalogueModel(models, registry, name)?.id ?? `${registry}/${name}`;
}

/** What a registry calls the model of this id; null if the catalogue says it is not there. */
export function registryName(models: Models, id: string, registry: string): string | null {
  const entry = catalogueModel(models, id);
  if (entry !== null) return own(entry.in, registry) ?? null;
  return id.startsWith(`${registry}/`) ? id.slice(registry.length + 1) : null;
}

function firstMatch(models: Models, star: (entry: CatalogueModel) => string | null): CatalogueModel | null {
  for (const entry of models.models) {
    const text = star(entry);
    if (text !== null) return filled(entry, text);
  }
  return null;
}

/** The text a pattern's `*` stands for, `''` for an equal name without one, null for another name. */
function starIn(pattern: string | undefined, name: string): string | null {
  if (pattern === undefined) return null;
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === name ? '' : null;
  const fits = name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return fits ? name.slice(before.length, name.length - after.length) : null;
}

function filled(entry: CatalogueModel, star: string): CatalogueModel {
  const fill = (text: string) => text.split('*').join(star);
  const names = Object.entries(entry.in).map(([connection, name]) => [connection, fill(name)]);
  return { ...entry, id: fill(entry.id), in: Object.fromEntries(names) };
}
