import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** A model as its registry names it; `registry` is the connection's id. */
export interface ModelKey {
  readonly registry: string;
  readonly name: string;
}

/** Whether two columns name one of these models. */
export function isOneOf(registry: SQLWrapper, name: SQLWrapper, keys: readonly ModelKey[]): SQL {
  const registries = sql.param(keys.map((key) => key.registry));
  const names = sql.param(keys.map((key) => key.name));
  return sql`(${registry}, ${name}) in (select * from unnest(${registries}::text[], ${names}::text[]))`;
}
