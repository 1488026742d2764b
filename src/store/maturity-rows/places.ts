import { type SQL, sql } from 'drizzle-orm';

/** Models as their registries name them; null for all of the workspace. */
export type Places = readonly { readonly registry: string; readonly name: string }[] | null;

/** That a row of `alias` is about one of these models: two parameters, however many models. */
export function amongPlaces(places: Places, alias: string): SQL {
  if (places === null) return sql`true`;
  const [registries, names] = [places.map(({ registry }) => registry), places.map(({ name }) => name)];
  const columns = sql.raw(`(${alias}.registry, ${alias}.model_name)`);
  return sql`${columns} in (select * from unnest(${sql.param(registries)}::text[], ${sql.param(names)}::text[]))`;
}
