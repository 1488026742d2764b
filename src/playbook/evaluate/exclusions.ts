import { epochMs } from '#domain/instant.ts';
import { isUnknown } from '../facts.ts';
import type { Exclusion } from '../keys.ts';
import { aPerson } from '../mention.ts';
import type { NotCountedCode } from '../verdict.ts';
import type { Evaluation } from './evaluation.ts';

export interface Shut {
  readonly code: NotCountedCode;
  readonly because: string;
}

const authorMs = 30 * 86_400_000;

/** Why a person may hold no seat of a rule (§8.4, line 4), null if they may; `allow` lifts single exclusions. */
export function exclusionOf(
  { facts, nowMs, notes, delegationsTo }: Evaluation,
  person: string,
  allow: readonly Exclusion[],
): Shut | null {
  const involved = [
    { key: 'requester', code: 'requester', people: [facts.requester.person], what: 'asked for this' },
    { key: 'run_owner', code: 'run_owner', people: known([facts.runOwner]), what: 'started the training run' },
    {
      key: 'contributors',
      code: 'contributor',
      people: known(facts.contributors),
      what: 'contributed to this version',
    },
    { key: 'data_owner', code: 'data_owner', people: known(facts.dataOwner), what: 'owns the data' },
  ] as const;
  const counting = involved.filter(({ key }) => !allow.includes(key));
  for (const { code, people, what } of counting) {
    if (people.includes(person)) return { code, because: `${aPerson(person)} ${what}.` };
  }
  const opened = epochMs(facts.openedAt);
  for (const { from, start, end } of delegationsTo(person)) {
    const origin = counting.find(({ people }) => people.includes(from));
    notes.mayChangeAt(epochMs(start));
    if (origin === undefined || epochMs(start) > nowMs || epochMs(end) <= opened) continue;
    return {
      code: 'delegate_of_excluded',
      because: `${aPerson(person)} is a delegate of ${aPerson(from)}, who ${origin.what}.`,
    };
  }
  for (const author of facts.looseningAuthors) {
    const until = epochMs(author.at) + authorMs;
    notes.mayChangeAt(until);
    if (author.person === person && nowMs < until) {
      return { code: 'policy_author', because: `${aPerson(person)} loosened this playbook less than 30 days ago.` };
    }
  }
  return null;
}

function known(people: Evaluation['facts']['contributors'] | readonly [Evaluation['facts']['runOwner']]) {
  if (isUnknown(people)) return [];
  return people.filter((person) => typeof person === 'string');
}
