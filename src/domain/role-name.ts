const shortWords = new Set(['ml', 'ai', 'qa', 'it', 'hr', 'eu', 'us', 'sre']);

/** A role as people read it: `fraud-ml` is `Fraud ML`; several roles are one pool. */
export function roleName(roles: readonly string[]): string {
  return roles
    .map((role) => {
      const words = role.split(/[-_]/).map((word) => (shortWords.has(word) ? word.toUpperCase() : word));
      const text = words.join(' ');
      return text.charAt(0).toUpperCase() + text.slice(1);
    })
    .join(' or ');
}
