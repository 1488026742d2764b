import { epochMs } from '#domain/instant.ts';
import type { Evaluation } from './evaluation.ts';
import { isUnknown } from './facts.ts';
import type { JudgedRoute } from './judge-route.ts';
import { spellAt, spells } from './membership.ts';
import type { Flag } from './verdict.ts';

/** What a person should see although it changes nothing. */
export function flagsOf(ev: Evaluation, route: JudgedRoute | null): readonly Flag[] {
  return [...newcomers(ev, route), ...strangers(ev), ...(route?.askOwner ?? []).map((role) => emptyRole(ev, role))];
}

function emptyRole({ policy }: Evaluation, role: string): Flag {
  return { code: 'ask_owner', person: null, because: `Nobody can fill a seat of ${role}; ${policy.owner} is asked.` };
}

function newcomers({ facts }: Evaluation, route: JudgedRoute | null): readonly Flag[] {
  const opened = epochMs(facts.openedAt);
  const flags = new Map<string, Flag>();
  route?.holders.forEach((holder, index) => {
    if (holder === null) return;
    const since = (route.seats[index]?.roles ?? []).flatMap((role) => {
      const all = spells(facts, holder.voter, role);
      const spell = isUnknown(all) ? undefined : spellAt(all, holder.atMs);
      return spell === undefined ? [] : [spell.since];
    });
    if (since.length === 0 || since.some((ms) => ms <= opened)) return;
    const because = `${holder.voter} joined the role after this was opened.`;
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
