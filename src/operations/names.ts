import type { SeatHolder } from '#playbook/verdict.ts';
import type { Executor } from '#store/database.ts';
import { profileRows } from '#store/profiles.ts';
import type { Person } from '#views/people.ts';
import type { Setting } from './setting.ts';

/** How cards and sentences name people. */
export interface Names {
  of(person: string): string;
  /** With the Slack account to mention. */
  person(person: string): Person;
}

/** As `Lea for Mei` where somebody acts for somebody else. */
export function holderName(names: Pick<Names, 'of'>, { person, actingFor }: SeatHolder): string {
  return actingFor === null ? names.of(person) : `${names.of(person)} for ${names.of(actingFor)}`;
}

/** The same of somebody as cards name them. */
export function personText({ name, actingFor }: Person): string {
  return actingFor === undefined ? name : `${name} for ${actingFor}`;
}

/** Names by what Slack last called each person; the id of people.yaml where Slack was not asked yet. */
export async function readNames(setting: Setting, db: Executor): Promise<Names> {
  const { people } = setting.playbooks().set.people;
  const slackUsers = Object.values(people).flatMap((person) => person.slack);
  const profiles = await profileRows(db, setting.workspaceId, slackUsers);
  const slackId = (person: string) => people[person]?.slack[0] ?? null;
  const of = (person: string) => profiles.find((row) => row.slackUser === slackId(person))?.name ?? person;
  return { of, person: (person) => ({ name: of(person), slackId: slackId(person) }) };
}
