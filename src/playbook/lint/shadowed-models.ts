import type { CatalogueModel } from '../playbook.ts';
import { findingAt, type LintFinding } from './finding.ts';
import { includesNames, type NamePattern, namePattern } from './name-pattern.ts';
import type { LintSubject } from './subject.ts';

/** Entries of the catalogue that an earlier one hides, since the first that matches is taken (§4). */
export function shadowedModels(subject: LintSubject): readonly LintFinding[] {
  const file = subject.shared('models');
  const ids = firstOf();
  const names = new Map<string, ReturnType<typeof firstOf>>();
  return subject.set.models.models.flatMap((entry, index) => {
    const earlier = ids(entry.id, entry);
    const found = findingFor(earlier, `\`${entry.id}\` is never looked up by its id`, ['models', index, 'id']);
    const inRegistries = Object.entries(entry.in).flatMap(([connection, name]) => {
      const of = names.get(connection) ?? firstOf();
      names.set(connection, of);
      const path = ['models', index, 'in', connection];
      return findingFor(of(name, entry), `\`${name}\` in ${connection} is never this entry`, path);
    });
    return earlier === null ? inRegistries : found;
  });

  function findingFor(earlier: CatalogueModel | null, what: string, path: readonly PropertyKey[]) {
    if (earlier === null) return [];
    const sentence = `${what}, because \`${earlier.id}\` stands before it and matches too; move this entry up, or narrow the other`;
    return findingAt(file, path, 'error', 'shadowed', sentence);
  }
}

/** Remembers names, and answers the first entry before this one whose names include all of these. */
function firstOf(): (text: string, entry: CatalogueModel) => CatalogueModel | null {
  const plain = new Map<string, CatalogueModel>();
  const patterns: { readonly names: NamePattern; readonly entry: CatalogueModel }[] = [];
  return (text, entry) => {
    const names = namePattern(text);
    const earlier = plain.get(text) ?? patterns.find((one) => includesNames(one.names, names))?.entry ?? null;
    if (names.after === null) plain.set(text, plain.get(text) ?? entry);
    else patterns.push({ names, entry });
    return earlier;
  };
}
