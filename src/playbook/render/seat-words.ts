import { own } from '../own.ts';
import { coded, orList, seatCount } from '../words.ts';
import type { Subject } from './subject.ts';

/** A pool with the people in it, as `Fraud ML (ana or ben)`. */
export function poolWords({ set, naming }: Subject, roles: readonly string[]): string {
  const people = new Set<string>();
  const groups: string[] = [];
  for (const id of roles) {
    const source = own(set.people.roles, id)?.source;
    if (source === undefined) continue;
    if ('people' in source) for (const person of source.people) people.add(person);
    else groups.push(`the Slack user group ${coded(source.slackUsergroup)}`);
  }
  const active = [...people].filter((id) => own(set.people.people, id)?.active !== false);
  const who = orList([...active.map(naming.person), ...groups]);
  return `${orList(roles.map((role) => naming.roles([role])))} (${who === '' ? 'nobody today' : who})`;
}

/** `1 person from Risk (mei or jon)`. */
export function seatWords(
  subject: Subject,
  need: { readonly from: readonly string[]; readonly count: number },
): string {
  return `${seatCount(need.count)} from ${poolWords(subject, need.from)}`;
}
