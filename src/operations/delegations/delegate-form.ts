import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import type { DelegateForm } from '#views/delegate-form.ts';
import { actorOf, listedActor } from '../actor.ts';
import type { Setting } from '../setting.ts';
import { personNamed } from '../who.ts';
import { zoneOfReader } from '../zone-of-reader.ts';
import { dayMeant } from './day-meant.ts';
import { delegationWords } from './delegation-words.ts';
import { rolesHeld } from './make-delegation.ts';
import { dayAt, type FilledDelegation, longestDays } from './sound-delegation.ts';

interface Signed {
  readonly teamId: string;
  readonly slackUser: string;
}

/** The form for whoever asks, filled in as far as they have said it. Throws a Refusal for whoever has nothing to delegate. */
export async function delegateFormOf(
  setting: Setting,
  signed: Signed,
  again: { readonly filled: FilledDelegation; readonly mistakes: readonly string[] } | null = null,
): Promise<DelegateForm> {
  const actor = listedActor(setting, await actorOf(setting, signed));
  const held = await rolesHeld(setting, actor.person);
  const most = longestDays(setting.playbooks().set);
  if (most === 0) {
    throw new Refusal(
      'no_delegation',
      `No playbook lets anybody act for another. Ask ${roleName([setting.playbooks().set.org.owner])} to allow it in one.`,
    );
  }
  return {
    roles: held.map((role) => ({ id: role, name: roleName([role]) })),
    mostDays: most,
    filled: again?.filled ?? { to: '', roles: held, from: '', until: '', reason: '' },
    mistakes: again?.mistakes ?? [],
  };
}

/** What was typed, as the form holds it; `whole` where nothing is left to ask. Throws a Refusal for words that mean nothing. */
export async function typedDelegation(
  setting: Setting,
  signed: Signed,
  text: string,
): Promise<{ readonly filled: FilledDelegation; readonly whole: boolean }> {
  const { set } = setting.playbooks();
  const actor = listedActor(setting, await actorOf(setting, signed));
  const held = await rolesHeld(setting, actor.person);
  const words = delegationWords(text);
  const today = dayAt(setting.now(), (await zoneOfReader(setting, signed.slackUser)) ?? set.org.zone);
  const to = accountNamed(setting, words.person);
  const filled = {
    to,
    roles:
      words.roles === '' ? held : words.roles.split(/\s*(?:,|\band\b)\s*/i).map((name) => roleNamed(setting, name)),
    from: dayOf(words.from, today),
    until: dayOf(words.until, today),
    reason: words.reason,
  };
  return { filled, whole: to !== '' && filled.until !== '' && filled.reason !== '' };
}

export function accountNamed(setting: Setting, words: string): string {
  if (words === '') return '';
  const mentioned = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(words)?.[1];
  if (mentioned !== undefined) return mentioned;
  const { people } = setting.playbooks().set;
  const person = personNamed(people, words.replace(/^@/, ''));
  const account = person === null ? undefined : people.people[person]?.slack[0];
  if (account !== undefined) return account;
  throw new Refusal(
    'no_such_person',
    `\`${words}\` is nobody in people.yaml. Mention them, as \`/mlops delegate @lea until friday\`, or pick them with \`/mlops delegate\`.`,
  );
}

function roleNamed(setting: Setting, words: string): string {
  const wanted = words.trim().toLowerCase();
  const { roles } = setting.playbooks().set.people;
  const found = Object.keys(roles).find((id) => id === wanted || roleName([id]).toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new Refusal(
    'no_such_role',
    `\`${words}\` is no role in people.yaml. \`/mlops delegate\` without words offers your roles.`,
  );
}

function dayOf(words: string, today: string): string {
  if (words === '') return '';
  const day = dayMeant(words, today);
  if (day !== null) return day;
  throw new Refusal(
    'no_such_day',
    `\`${words}\` is no day. Write one as \`friday\`, \`14 dec\` or \`2026-12-14\`, or pick it with \`/mlops delegate\`.`,
  );
}
