/**
 * MLflow's filter language has no way to write an apostrophe, and its LIKE has wildcards but, on some databases, an
 * escape character too. So whatever is not plain becomes the wildcard for one character, and the caller compares again.
 */
function pattern(text: string): string {
  return text.replace(/['"`\\%;\p{Cc}]/gu, '_');
}

/** Finds at least the models whose name contains `text` in any case. */
export function nameContains(text: string): string {
  return `name ILIKE '%${pattern(text)}%'`;
}

/** Finds at least what is named exactly `name`. */
export function nameIs(name: string): string {
  const like = pattern(name);
  return like === name ? `name='${name}'` : `name LIKE '${like}'`;
}
