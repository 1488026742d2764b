/**
 * Whether text is an alias that every registry takes: small letters, digits and inner hyphens, 2 to 64 characters,
 * and none of the words that MLflow or Vertex AI keep for themselves (`latest`, `default`, `v7`).
 */
export function isAlias(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,62}[a-z0-9]$/.test(text) && !/^(?:latest|default|v\d+)$/.test(text);
}
