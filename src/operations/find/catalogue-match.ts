import { capabilityName } from '#domain/capability-name.ts';
import type { Org } from '#playbook/organization.ts';
import { own } from '#playbook/own.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import { teamLabel } from '../claims/teams.ts';
import { ownersOf } from '../drift-answers/who-may-answer.ts';
import type { Names } from '../names.ts';
import { type FindTerm, stemOf } from './find-words.ts';
import { capabilityOf, type HeldCapabilities } from './held-capabilities.ts';

/** What models.yaml is searched with. */
export interface CatalogueSearch {
  readonly labels: Org['labels'];
  readonly names: Names;
  /** Empty where no capability is looked for. */
  readonly held: HeldCapabilities;
}

/** Why an entry of models.yaml has what is looked for, as `owner Ana Kovač`; null if it has not. */
export function catalogueReason(entry: CatalogueModel, term: FindTerm, search: CatalogueSearch): string | null {
  return term.is === 'word' ? reasonOfWord(entry, term.word, search) : reasonOfPair(entry, term, search);
}

function reasonOfWord(entry: CatalogueModel, word: string, { names }: CatalogueSearch): string | null {
  const wanted = stemOf(word).toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  if (has(entry.team)) return `team ${entry.team}`;
  const owner = ownersOf(entry).find((one) => one.toLowerCase() === wanted || hasWord(names.of(one), wanted));
  if (owner !== undefined) return `owner ${names.of(owner)}`;
  const use = (entry.useCase ?? []).find((one) => has(spaced(one)) || has(one));
  if (use !== undefined) return `use case ${spaced(use)}`;
  const data = (entry.dataClass ?? []).find(has);
  if (data !== undefined) return `${data} data`;
  const label = Object.entries(entry.labels).find(([, value]) => has(value));
  return label === undefined ? null : `label ${label[0]}=${label[1]}`;
}

function reasonOfPair(
  entry: CatalogueModel,
  { key, value }: Extract<FindTerm, { is: 'pair' }>,
  { labels, names, held }: CatalogueSearch,
): string | null {
  const is = (text: string | null) => text !== null && text.toLowerCase() === value.toLowerCase();
  const loosely = (text: string) => is(text) || is(spaced(text));
  switch (key) {
    case 'team':
      if (is(entry.team) || is(teamLabel(entry, labels.team))) return `team ${entry.team}`;
      break;
    case 'owner': {
      const owner = ownersOf(entry).find((one) => is(one) || hasWord(names.of(one), value.toLowerCase()));
      if (owner !== undefined) return `owner ${names.of(owner)}`;
      break;
    }
    case 'criticality':
      return is(entry.criticality) ? `criticality ${entry.criticality}` : null;
    case 'use':
    case 'usecase':
    case 'use_case':
    case 'use-case': {
      const use = (entry.useCase ?? []).find(loosely);
      return use === undefined ? null : `use case ${spaced(use)}`;
    }
    case 'capability': {
      const capability = capabilityOf(value);
      const rung = capability === null ? null : held.get(entry.id)?.[capability];
      if (capability === null || (rung !== 'evidenced' && rung !== 'verified')) return null;
      return `${capabilityName(capability)} ${rung}`;
    }
    case 'data': {
      const data = (entry.dataClass ?? []).find(loosely);
      return data === undefined ? null : `${data} data`;
    }
  }
  return is(own(entry.labels, key) ?? null) ? `label ${key}=${value}` : null;
}

/** Whether a name has this word, or is it: `ana` is of Ana Kovač, and not of Diana. */
function hasWord(name: string, word: string): boolean {
  const lower = name.toLowerCase();
  return lower === word || lower.split(/[^\p{L}\p{N}]+/u).includes(word);
}

function spaced(word: string): string {
  return word.replaceAll('_', ' ');
}
