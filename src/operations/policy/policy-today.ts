import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import type { Action, Facts } from '#playbook/facts.ts';
import { freezeSpans } from '#playbook/freeze.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { conditionWords } from '#playbook/render/condition-words.ts';
import { needsWords } from '#playbook/render/needs-words.ts';
import { rulesThatMayApply } from '#playbook/render/rules.ts';
import { type SeatsToday, seatsToday } from '#playbook/render/seats-today.ts';
import { settleCondition } from '#playbook/render/settle-condition.ts';
import { type Prospect, prospectiveFacts } from '#playbook/render/settled-facts.ts';
import type { Subject } from '#playbook/render/subject.ts';
import { flat, treesOf } from '#playbook/render/trees.ts';
import { andList, orList } from '#playbook/words.ts';
import type { FreezeWindow } from '#views/policy.ts';
import { listed } from '#views/wording.ts';
import { readPeopleAnew } from '../actor.ts';
import { holderName, type Names, readNames } from '../names.ts';
import { readOwnFacts } from '../own-facts.ts';
import type { Setting } from '../setting.ts';

/** Everybody as they are now, and how they are called. */
export interface Everybody extends Pick<Facts, 'roles' | 'people' | 'delegations'> {
  readonly names: Names;
}

/** Reads who is in which role now; asks Slack first about accounts that were not seen for a day. */
export async function readEverybody(setting: Setting): Promise<Everybody> {
  await readPeopleAnew(setting);
  const nothing = { id: '', action: '', registry: '', modelName: '', target: '' };
  const facts = await readOwnFacts(setting.db, setting, setting.playbooks().set, null, nothing);
  const { roles, people, delegations } = facts;
  return { roles, people, delegations, names: await readNames(setting, setting.db) };
}

/** The facts before anybody asks: people as they are now, and nothing of what a request would tell. */
function factsNow(prospect: Prospect, { names: _, ...people }: Everybody): Facts {
  return { ...prospectiveFacts(prospect), ...people };
}

/** What an act needs, in one clause with the people who could give it now; null if no person is asked. */
export function needsNow(subject: Subject, prospect: Prospect, everybody: Everybody): string | null {
  const rules = new Map(rulesThatMayApply(subject).map((rule) => [rule.name, rule]));
  const facts = factsNow(prospect, everybody);
  const [decided] = treesOf(subject);
  if (decided === undefined) return null;
  return needsWords(flat(decided.tree), (name) => {
    const rule = rules.get(name);
    if (rule === undefined || rule.people.length === 0) return null;
    const seats = seatsToday(subject.policy, rule, facts, prospect.at).map((seat) =>
      poolText(seat, everybody.names, 6),
    );
    const left = settleCondition(rule.if, subject.read);
    const condition = typeof left === 'boolean' ? '' : ` if ${conditionWords(left, subject.naming)}`;
    return `${andList(seats)}${condition}`;
  });
}

/** One line a rule that asks people: who could fill its seats now. */
export function seatLines(
  subject: Subject,
  prospect: Prospect,
  everybody: Everybody,
): readonly { lead: string; text: string }[] {
  const facts = factsNow(prospect, everybody);
  return rulesThatMayApply(subject)
    .filter(({ people }) => people.length > 0)
    .map((rule) => ({
      lead: rule.name,
      text: andList(
        seatsToday(subject.policy, rule, facts, prospect.at).map((seat) => poolText(seat, everybody.names, 20)),
      ),
    }));
}

/** `Risk (Mei or Jon)`, `2 of Fraud ML or Risk (Ana, Ben or Mei)`. */
function poolText({ roles, count, people }: SeatsToday, names: Names, most: number): string {
  const who = people.map((holder) => holderName(names, holder));
  const pool = `${count === 1 ? '' : `${count} of `}${orList(roles.map((role) => roleName([role])))}`;
  return `${pool} (${who.length === 0 ? 'nobody can now' : listed(who, most, 'or')})`;
}

/** How many pieces of evidence the rules that may apply ask for. */
export function evidenceCount(subject: Subject): number {
  return new Set(rulesThatMayApply(subject).flatMap(({ evidence }) => evidence)).size;
}

/** The freezes of an action: the one that holds now and ends last, the next, and the nearest window of each. */
export function freezesNow(
  { timing }: EffectivePolicy,
  action: Action,
  at: Instant,
): {
  readonly current: FreezeWindow | null;
  readonly next: FreezeWindow | null;
  readonly all: readonly FreezeWindow[];
} {
  const now = epochMs(at);
  const spans = timing.freeze
    .filter(({ actions }) => actions.includes(action))
    .flatMap((freeze) => {
      const [span] = freezeSpans(freeze, now);
      return span === undefined ? [] : [{ name: freeze.name, ...span }];
    })
    .sort((a, b) => a.start - b.start);
  const shown = ({ name, start, end }: (typeof spans)[number]): FreezeWindow => ({
    name,
    from: instantAt(start),
    until: instantAt(end),
  });
  const current = spans.filter(({ start }) => start <= now).sort((a, b) => b.end - a.end)[0];
  const next = spans.find(({ start }) => start > now);
  return {
    current: current === undefined ? null : shown(current),
    next: next === undefined ? null : shown(next),
    all: spans.map(shown),
  };
}
