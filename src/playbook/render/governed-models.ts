import type { Json } from '#domain/canonical-json.ts';
import { globMatches } from '../glob.ts';
import { own } from '../own.ts';
import type { CatalogueModel, Playbook, PlaybookSet } from '../playbook.ts';
import { settleCondition } from './settle-condition.ts';
import { readOfCatalogue } from './settled-facts.ts';

/** The entries of the catalogue that a playbook may govern, patterns as they are written. */
export function governedModels(set: PlaybookSet, playbook: Playbook): readonly CatalogueModel[] {
  const { models, registry, when } = playbook.appliesTo;
  if (playbook.abstract) return [];
  return set.models.models.filter((entry) => {
    const named = models.some((glob) => globMatches(glob, entry.id));
    const there = registry === null || registry.some((id) => own(entry.in, id) !== undefined);
    const read = (name: string, value: Json) => readOfCatalogue(entry, name, value);
    return named && there && settleCondition(when, read) !== false;
  });
}
