import type { PlaybookSet } from './playbook.ts';

/** An account as the chat tells of it. */
interface Account {
  readonly kind: string;
  readonly active: boolean;
  readonly email: string | null;
}

/**
 * The addresses that may link an account to somebody, each with that person, in lower case: where org.yaml allows it,
 * those in a listed domain, of people who have no account in people.yaml. Empty where it does not.
 */
export function matchable({ org, people }: Pick<PlaybookSet, 'org' | 'people'>): ReadonlyMap<string, string> {
  if (!org.identity.allowEmailMatch) return new Map();
  const domains = org.identity.domains.map((domain) => domain.toLowerCase().replace(/^@/, ''));
  return new Map(
    Object.entries(people.people)
      .filter(([, person]) => person.slack.length === 0)
      .flatMap(([id, person]) => person.email.map((email): [string, string] => [email.toLowerCase(), id]))
      .filter(([email]) => domains.includes(email.slice(email.lastIndexOf('@') + 1))),
  );
}

/** Whom the e-mail address of an account links it to; null for nobody. Never a guest, a bot or somebody who is shut out. */
export function personByEmail(set: Pick<PlaybookSet, 'org' | 'people'>, account: Account): string | null {
  if (account.kind !== 'member' || !account.active || account.email === null) return null;
  return matchable(set).get(account.email.toLowerCase()) ?? null;
}

/**
 * The set with the accounts that are linked by their addresses beside those of people.yaml. An account that is one of
 * several of a person is not linked: only exactly one match is.
 */
export function withMatches(
  set: PlaybookSet,
  accounts: readonly (Account & { readonly slackUser: string })[],
): PlaybookSet {
  const found = Map.groupBy(accounts, (account) => personByEmail(set, account));
  const linked = [...found].flatMap(([person, [only, ...more]]) =>
    person === null || only === undefined || more.length > 0 ? [] : [[person, only.slackUser] as const],
  );
  if (linked.length === 0) return set;
  const people = { ...set.people.people };
  for (const [id, slackUser] of linked) {
    const person = people[id];
    if (person !== undefined) people[id] = { ...person, slack: [slackUser], matched: true };
  }
  return { ...set, people: { ...set.people, people } };
}
