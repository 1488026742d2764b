import { label } from './clean.ts';
import { join, type Mrkdwn, md, mention } from './mrkdwn.ts';

/** Someone as a card names them. `slackId` is null where they must not be, or cannot be, notified. */
export interface Person {
  readonly name: string;
  readonly slackId: string | null;
  /** Whom they would act for; left out where it is themselves. */
  readonly actingFor?: string;
}

/** Mentions each person the first time and names them afterwards, so that a message notifies nobody twice. */
export function mentioning(): (person: Person) => Mrkdwn {
  const done = new Set<string>();
  return ({ name, slackId }) => {
    if (slackId === null || done.has(slackId)) return md`${label(name, 40)}`;
    done.add(slackId);
    return mention(slackId);
  };
}

/** `@ben, @mei or 2 more`; only those shown are said, so only they are mentioned. */
export function peopleListed(people: readonly Person[], say: (person: Person) => Mrkdwn, max = 4): Mrkdwn {
  const said = people
    .slice(0, max)
    .map((one) => (one.actingFor === undefined ? say(one) : md`${say(one)} for ${label(one.actingFor, 40)}`));
  if (people.length > max) said.push(md`${people.length - max} more`);
  const last = said.pop();
  if (last === undefined) return md`nobody`;
  return said.length === 0 ? last : md`${join(said, ', ')} or ${last}`;
}
