import type { Action } from '../facts.ts';
import { globMatches } from '../glob.ts';
import type { Predicates } from '../keys.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { settleCondition } from './settle-condition.ts';
import { type Prospect, readOfProspect } from './settled-facts.ts';

/** What may be asked of a model; a change of the playbooks is none of these, and only what serves a model is stopped. */
export const modelActions: readonly Action[] = [
  'promote',
  'rollback',
  'retire',
  'traffic',
  'retrain',
  'silence',
  'stop',
];

/** Actions that are about an alias. */
const ofAlias: readonly Action[] = ['promote', 'rollback', 'retire', 'traffic'];

export interface Governing {
  readonly playbook: Playbook;
  /** What is left of its `when`; null if it governs whatever is asked. */
  readonly onlyIf: Predicates | null;
}

/** The playbooks that may govern an act on a model before it is known who asks for which version (§8.2). */
export function governing(set: PlaybookSet, prospect: Prospect): readonly Governing[] {
  const { action, registry, model, target } = prospect;
  const read = readOfProspect(prospect);
  return set.playbooks.flatMap((playbook) => {
    const to = playbook.appliesTo;
    const fits =
      !playbook.abstract &&
      to.action.includes(action) &&
      (to.registry?.includes(registry) ?? true) &&
      to.models.some((glob) => globMatches(glob, model)) &&
      (to.to === null || (target !== null && to.to.some((glob) => globMatches(glob, target))));
    const left = fits ? settleCondition(to.when, read) : false;
    return left === false ? [] : [{ playbook, onlyIf: left === true ? null : left }];
  });
}

/** The aliases an action may be about: those that playbooks name and those that versions hold; null for one without. */
export function targetsOf(set: PlaybookSet, action: Action, held: readonly string[]): readonly (string | null)[] {
  if (!ofAlias.includes(action)) return [null];
  const named = set.playbooks
    .filter(({ appliesTo }) => appliesTo.action.includes(action))
    .flatMap(({ appliesTo }) => appliesTo.to ?? [])
    .filter((target) => !/[*?]/.test(target));
  return [...new Set(['production', ...named, ...held])];
}
