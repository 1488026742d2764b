import type { People } from '#playbook/playbook.ts';

/** The person that holds a Slack account, or null. */
export function personOf(people: People, slackUser: string): string | null {
  for (const [id, person] of Object.entries(people.people)) if (person.slack.includes(slackUser)) return id;
  return null;
}

/** The person another system names by id, e-mail address or the part of it before the `@`; null if nobody or several. */
export function personNamed(people: People, name: string): string | null {
  const wanted = name.toLowerCase();
  if (Object.hasOwn(people.people, wanted)) return wanted;
  const found = Object.entries(people.people).filter(([, person]) =>
    person.email.some((email) => email.toLowerCase() === wanted || email.toLowerCase().split('@')[0] === wanted),
  );
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
}
