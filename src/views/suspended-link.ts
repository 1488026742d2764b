import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { dateToken, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';

/** A person whose account has another e-mail address than before. */
export interface SuspendedLink {
  readonly name: string;
  readonly was: string;
  readonly became: string;
  readonly since: Instant;
  /** Who can say that it is still the same person. */
  readonly owner: { readonly role: string; readonly people: readonly Person[] };
  readonly confirmed: { readonly by: string; readonly at: Instant } | null;
  /** Opaque: what a press about it carries. */
  readonly press: string;
}

/** Asks whether an account still belongs to the same person, or says who answered. */
export function suspendedLink(state: SuspendedLink): Message {
  const { owner, confirmed } = state;
  const name = label(state.name, 60);
  const what = md`The e-mail address of the Slack account changed from ${label(state.was, 120)} to ${label(state.became, 120)}. Noticed ${dateToken(state.since)}.`;
  if (confirmed !== null) {
    const said = md`✓ ${label(confirmed.by, 60)} has said so, ${dateToken(confirmed.at)}. What ${name} approves counts.`;
    return message([header(`${state.name} is still the same person`), ...sections([said, what], 700)]);
  }
  const who =
    owner.people.length === 0
      ? md`${label(owner.role, 60)} has to say whether it is; nobody is in that role now.`
      : md`${peopleListed(owner.people, mentioning())}: ask ${name} outside Slack, then say so here.`;
  return message(
    [
      header(`Is this still ${state.name}?`),
      ...sections(
        [md`✗ ${what}`, md`Until then ${name} can decide nothing, and what they approved does not count. ${who}`],
        700,
      ),
      actions([button('Still the same person', encodeIntent('link-confirm', { press: state.press }))]),
      context(md`If it is somebody else, leave it so and take the account out of people.yaml.`),
    ],
    owner.people.slice(0, 4),
  );
}
