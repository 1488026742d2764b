import { epochMs } from '#domain/instant.ts';
import { catalogueModel } from './catalogue.ts';
import { policyFor } from './effective-policy.ts';
import { beginEvaluation } from './evaluate/evaluation.ts';
import { judgePredicates } from './evaluate/judge-predicates.ts';
import { attempt } from './evaluate/notes.ts';
import type { Facts } from './facts.ts';
import { globMatches } from './glob.ts';
import { own } from './own.ts';
import type { Playbook, PlaybookSet } from './playbook.ts';
import { actionNouns } from './words.ts';

export type SelectedPlaybook =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly code: 'no_playbook' | 'ambiguous'; readonly sentence: string };

/** The one playbook that governs a request (§8.2), judged at the instant it was opened. */
export function selectPlaybook(set: PlaybookSet, facts: Facts): SelectedPlaybook {
  const [first, ...others] = playbooksFor(set, facts);
  const action = own(actionNouns, facts.action)?.one ?? facts.action;
  const what = `${action} of \`${facts.model}\`${facts.target === null ? '' : ` to \`${facts.target}\``}`;
  if (first === undefined) {
    const sentence = `No playbook governs ${what}, so nothing is done. Ask ${set.org.owner} to add one.`;
    return { ok: false, code: 'no_playbook', sentence };
  }
  if (others.length > 0) {
    const names = [first, ...others].map(({ name }) => `"${name}"`).join(' and ');
    const sentence = `${names} both govern ${what}, so nothing is done. Ask ${first.owner} to narrow one of them.`;
    return { ok: false, code: 'ambiguous', sentence };
  }
  return { ok: true, playbook: first };
}

/** Every playbook that governs a request, in order of path. */
export function playbooksFor(set: PlaybookSet, facts: Facts): readonly Playbook[] {
  return set.playbooks.filter((playbook) => governs(set, playbook, facts));
}

function governs(set: PlaybookSet, playbook: Playbook, facts: Facts): boolean {
  const { action, registry, models, from, to, when } = playbook.appliesTo;
  const fits =
    !playbook.abstract &&
    action.includes(facts.action) &&
    (registry?.includes(facts.registry) ?? true) &&
    matches(models, facts.model) &&
    (from === null || (facts.from !== null && matches(from, facts.from))) &&
    (to === null || (facts.target !== null && matches(to, facts.target)));
  if (!fits || when === null) return fits;
  const policy = policyFor(set, playbook, catalogueModel(set.models, facts.model, facts.registry));
  const reading = attempt(() =>
    judgePredicates(when, beginEvaluation(policy, facts, [], epochMs(facts.openedAt)).predicates),
  );
  return 'malformed' in reading || reading.value.truth !== false;
}

function matches(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => globMatches(glob, text));
}
