import type { Instant } from '#domain/instant.ts';
import type { Facts } from '../facts.ts';
import { findingsSeen, fingerprints } from '../fingerprint.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { SeatHolder, Verdict } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { type GroupState, type SeatGroup, statesWith, type Way, waysOf } from './seat-groups.ts';

/** People whose approval now would approve a request. */
export interface WouldApprove {
  readonly people: readonly SeatHolder[];
  /** Whether it is certain that fewer people cannot do it. */
  readonly smallest: boolean;
}

export interface Question {
  /** The pinned policy, and that in force if it is another; all of them have to approve. */
  readonly policies: readonly EffectivePolicy[];
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly now: Instant;
  /** Decides with these votes; what is found is only believed if this approves it. */
  readonly judge: (votes: readonly Vote[]) => Verdict;
}

/** Ways looked at, and steps of the search for fewer people; beyond them the answer is not called the smallest. */
const mostWays = 64;
const mostSteps = 2_000;

/** The smallest set of people whose approval now would approve; null if nobody's approval can. */
export function wouldApprove(question: Question): WouldApprove | null {
  const { policies, facts, votes, now, judge } = question;
  const shown = judge(votes);
  if (isApproval(shown)) return { people: [], smallest: true };
  const ways = crossed(policies.map((policy) => waysOf(policy, facts, votes, now)));
  const approve = freshApproval(question, shown);
  let best: readonly SeatHolder[] | null = null;
  let sure = ways.length <= mostWays;
  for (const way of ways.slice(0, mostWays)) {
    if (best !== null && way.atLeast >= best.length) break;
    const search: Search = { groups: way.groups, votes, approve, steps: 0 };
    const found = fewest(search, way.atLeast, best?.length ?? Infinity);
    if (found === null || !isApproval(judge([...votes, ...found.map(approve)]))) continue;
    best = found;
    sure &&= search.steps < mostSteps;
  }
  return best === null ? null : { people: best, smallest: sure };
}

function isApproval({ status }: Verdict): boolean {
  return status === 'approved' || status === 'overridden';
}

/** Every choice of one way a policy, the shortest first. */
function crossed(all: readonly (readonly Way[])[]): readonly Way[] {
  const none: readonly Way[] = [{ groups: [], atLeast: 0 }];
  return all
    .reduce(
      (left, right) =>
        left.flatMap((a) =>
          right.map((b) => ({ groups: [...a.groups, ...b.groups], atLeast: Math.max(a.atLeast, b.atLeast) })),
        ),
      none,
    )
    .toSorted((a, b) => a.atLeast - b.atLeast);
}

function freshApproval({ facts, now }: Question, shown: Verdict): (holder: SeatHolder) => Vote {
  const evidence = fingerprints(shown.evidence);
  const findings = findingsSeen(shown.evidence);
  return ({ person, actingFor }) => ({
    person,
    decision: 'approve',
    actingFor,
    reason: 'Would approve this now.',
    at: now,
    subject: facts.subject.digest,
    evidence,
    findings,
  });
}

interface Search {
  readonly groups: readonly SeatGroup[];
  readonly votes: readonly Vote[];
  readonly approve: (holder: SeatHolder) => Vote;
  steps: number;
}

/** The fewest people, but fewer than `below`, that fill every group; null if there are none. */
function fewest(search: Search, atLeast: number, below: number): readonly SeatHolder[] | null {
  const first = greedy(search);
  const most = Math.min(first?.length ?? total(search), below - 1);
  if (first !== null && first.length === atLeast && first.length < below) return first;
  for (let size = atLeast; size <= most; size += 1) {
    if (size === first?.length) return first;
    const found = within(search, [], size);
    if (found !== null) return found;
    if (search.steps >= mostSteps) break;
  }
  return first !== null && first.length < below ? first : null;
}

/** No set that is needed whole is larger: each person in it fills a seat, or frees somebody who does. */
function total({ groups, votes }: Search): number {
  return statesWith(groups, votes).reduce((sum, { empty, freeing }) => sum + empty + freeing.length, 0);
}

function after({ groups, votes, approve }: Search, people: readonly SeatHolder[]): readonly GroupState[] {
  return statesWith(groups, [...votes, ...people.map(approve)]);
}

/** Takes whoever helps most groups, again and again; the first in order of id where several do. */
function greedy(search: Search): readonly SeatHolder[] | null {
  const people: SeatHolder[] = [];
  for (;;) {
    const states = after(search, people);
    if (states.every(({ empty }) => empty === 0)) return people;
    const helpers = candidates(
      states.map((one) => one.helpers),
      people,
    );
    const [next] =
      helpers.length > 0
        ? helpers.toSorted((a, b) => b.helps.length - a.helps.length)
        : candidates(
            states.map(({ empty, freeing }) => (empty === 0 ? [] : freeing)),
            people,
          );
    if (next === undefined) return null;
    people.push(next.holder);
  }
}

/** Whether at most `size` people, these among them, fill every group; looks at one of those who help the same groups. */
function within(search: Search, people: readonly SeatHolder[], size: number): readonly SeatHolder[] | null {
  search.steps += 1;
  if (search.steps > mostSteps) return null;
  const states = after(search, people);
  const most = Math.max(0, ...states.map(({ atLeast }) => atLeast));
  if (most === 0) return people;
  if (people.length + most > size) return null;
  const hardest = states.find(({ atLeast }) => atLeast === most);
  for (const { holder } of candidates([hardest?.helpers ?? [], hardest?.freeing ?? []], people)) {
    const found = within(search, [...people, holder], size);
    if (found !== null) return found;
  }
  return null;
}

/** Everybody of the groups who was not asked yet, in order of id, with the groups they are of. */
function candidates(groups: readonly (readonly SeatHolder[])[], asked: readonly SeatHolder[]) {
  const all = new Map<string, { holder: SeatHolder; helps: number[] }>();
  for (const [index, holders] of groups.entries()) {
    for (const holder of holders) {
      if (asked.some(({ person }) => person === holder.person)) continue;
      const key = `${holder.person} ${holder.actingFor ?? ''}`;
      const known = all.get(key) ?? { holder, helps: [] };
      all.set(key, known);
      if (!known.helps.includes(index)) known.helps.push(index);
    }
  }
  return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
