/** What every registry takes as an alias, apart from `reservedAlias`. */
export const aliasShape = /^[a-z][a-z0-9-]{0,62}[a-z0-9]$/;

/** The words that MLflow or Vertex AI keep for themselves. */
export const reservedAlias = /^(latest|default|v\d+)$/;

/** The grammar in words that follow "use". */
export const aliasRule =
  'small letters, digits and hyphens, 2 to 64 of them, beginning with a letter, and not `latest`, `default` or a version number';

/**
 * Whether text is an alias that every registry takes: small letters, digits and inner hyphens, 2 to 64 characters,
 * and none of the words that MLflow or Vertex AI keep for themselves (`latest`, `default`, `v7`).
 */
export function isAlias(text: string): boolean {
  return aliasShape.test(text) && !reservedAlias.test(text);
}
