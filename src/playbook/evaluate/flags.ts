import { epochMs } from '#domain/instant.ts';
import { isUnknown } from '../facts.ts';
import { aPerson, aRole } from '../mention.ts';
import type { Flag } from '../verdict.ts';
import { isExtended } from './deadline.ts';
import type { Evaluation } from './evaluation.ts';
import type { JudgedRoute } from './judge-route.ts';
import { spellAt } from './membership.ts';

/** What a person should see although it changes nothing. */
export function flagsOf(ev: Evaluation, route: JudgedRoute | null): readonly Flag[] {
  return [
    ...newcomers(ev, route),
    ...strangers(ev),
    ...(route?.askOwner ?? []).map((role) => emptyRole(ev, role)),
    ...extension(ev),
  ];
}

function extension(ev: Evaluation): readonly Flag[] {
  if (!isExtended(ev)) return [];
  const because = `Nobody decided in time, so there is as much time again, once; ${aRole(ev.policy.owner)} is told.`;
  return [{ code: 'deadline_extended', person: null, because }];
}

function emptyRole({ policy }: Evaluation, role: string): Flag {
  return {
    code: 'ask_owner',
    person: null,
    because: `Nobody can fill a seat of ${aRole(role)}; ${aRole(policy.owner)} is asked.`,
  };
}

function newcomers({ facts, members }: Evaluation, route: JudgedRoute | null): readonly Flag[] {
  const opened = epochMs(facts.openedAt);
  const flags = new Map<string, Flag>();
  route?.holders.forEach((holder, index) => {
    if (holder === null) return;
    const since = (route.seats[index]?.roles ?? []).flatMap((role) => {
      const all = members.spells(holder.voter, role);
      const spell = isUnknown(all) ? undefined : spellAt(all, holder.atMs);
      return spell === undefined ? [] : [spell.since];
    });
    if (since.length === 0 || since.some((ms) => ms <= opened)) return;
    const because = `${aPerson(holder.voter)} joined the role after this was opened.`;
    flags.set(holder.voter, { code: 'joined_after_open', person: holder.voter, because });
  });
  return [...flags.values()];
}

function strangers({ facts, policy }: Evaluation): readonly Flag[] {
  if (policy.distinct.unknownPeople === 'block') return [];
  return [facts.runOwner, facts.contributors].filter(isUnknown).map(({ unknown }) => ({
    code: 'people_unknown',
    person: null,
    because: unknown,
  }));
}
