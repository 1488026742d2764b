import { and, or, type SQL, sql } from 'drizzle-orm';
import { models } from './schema/workspace.ts';

/** Catalogue ids; in a pattern one `*` stands for any text. */
export interface CatalogueIds {
  readonly exact: readonly string[];
  /** `except` are ids and patterns that come before it in the catalogue and belong to something else. */
  readonly patterns: readonly { readonly pattern: string; readonly except: readonly string[] }[];
}

/** Whether the catalogue has the model under one of these ids. */
export function hasId({ exact, patterns }: CatalogueIds): SQL | undefined {
  const fits = patterns.map(({ pattern, except }) => {
    const others = except.map((one) => sql`${models.modelId} not like ${like(one)}`);
    return and(sql`${models.modelId} like ${like(pattern)}`, ...others);
  });
  return or(sql`${models.modelId} = any(${sql.param([...exact])}::text[])`, ...fits);
}

/** An id or pattern of the catalogue as `like` reads it. */
function like(pattern: string): string {
  return pattern.split('*').map(literal).join('%');
}

/** Text that `like` reads as itself. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
