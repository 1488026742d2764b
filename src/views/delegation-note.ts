import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label } from './clean.ts';
import type { DelegationReader, ShownDelegation } from './delegation-state.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { listed } from './wording.ts';

/** Tells one of the two, in a direct message, who acts for whom, for how long and how it ends. */
export function delegationNote(shown: ShownDelegation, reader: DelegationReader): Message {
  const over = shown.standing === 'over';
  return message([
    header(heading(shown, reader)),
    ...sections(over ? [endText(shown)] : [spanText(shown), consequence(shown, reader)], 700),
    quotation(shown.reason, 200),
    ...(over || shown.press === null ? [] : [actions([endButton(shown, shown.press)])]),
    context(md`${code('/mlops delegate list')} shows who acts for whom`),
  ]);
}

/** Says below that message that it has ended. */
export function delegationEnded(shown: ShownDelegation, reader: DelegationReader): Message {
  const next =
    reader === 'principal'
      ? md`Open requests are judged anew without it: what was approved for you may not count any more. ${code('/mlops delegate')} makes another one.`
      : md`Nothing is asked of you for ${label(shown.principal, 40)} any more.`;
  return message(sections([md`${endText(shown)} ${next}`], 800));
}

/** In one line, as lists show it. */
export function delegationLine(shown: ShownDelegation, reader: DelegationReader): Mrkdwn {
  const { principal, delegate } = shown;
  const who =
    reader === 'principal'
      ? md`${bold(label(delegate, 40))} acts for you`
      : md`You act for ${bold(label(principal, 40))}`;
  const source = shown.press === null ? md` · by people.yaml` : md``;
  return md`${who} as ${rolesText(shown)} ${whenText(shown)}${source}`;
}

export function endButton(shown: ShownDelegation, press: string) {
  const { principal, delegate } = shown;
  return button('End…', encodeIntent('delegation-end', { press }), {
    spoken: `End: ${delegate} acts for ${principal}`,
    confirm: {
      title: 'End it now?',
      text: md`${label(delegate, 40)} acts for ${label(principal, 40)} no more from now on. Open requests are judged anew without it.`,
      confirm: 'End it',
      deny: 'Cancel',
    },
  });
}

/** Told to whoever has just made one. */
export function delegationMade(shown: ShownDelegation): Message {
  return message(
    sections([md`${delegationLine(shown, 'principal')}. You both have it in a direct message, which can end it.`]),
  );
}

function heading({ principal, delegate, standing }: ShownDelegation, reader: DelegationReader): string {
  const [who, act] = reader === 'principal' ? [label(delegate, 60), 'acts'] : ['You', 'act'];
  const whom = reader === 'principal' ? 'you' : label(principal, 60);
  if (standing === 'over') return `Ended: ${who} ${act} for ${whom} no more`;
  return `${who} ${act} for ${whom}`;
}

function spanText(shown: ShownDelegation): Mrkdwn {
  return md`As ${rolesText(shown)}, ${whenText(shown)}. Then it ends by itself.`;
}

function consequence({ principal, delegate }: ShownDelegation, reader: DelegationReader): Mrkdwn {
  return reader === 'principal'
    ? md`${label(delegate, 40)} approves in your seat, and everybody reads “for ${label(principal, 40)}”. You can still decide yourself: both of you fill one seat. Blocks, holds and rejections stay yours.`
    : md`What you approve fills the seat of ${label(principal, 40)}, and everybody reads “for ${label(principal, 40)}”. You hold one seat at most, and none where one of you asked for the change or worked on it.`;
}

function endText({ delegate, principal, endsAt, endedBy }: ShownDelegation): Mrkdwn {
  const pair = md`${label(delegate, 40)} acts for ${label(principal, 40)} no more`;
  return endedBy === null
    ? md`${pair}: its time was up ${dateToken(lastMinute(endsAt))}.`
    : md`${pair}: ${label(endedBy, 40)} ended it ${dateToken(endsAt)}.`;
}

function rolesText({ roles }: ShownDelegation): Mrkdwn {
  return bold(
    listed(
      roles.map((role) => label(role, 40)),
      6,
    ),
  );
}

function whenText({ standing, startsAt, endsAt }: ShownDelegation): Mrkdwn {
  const until = md`until ${dateToken(lastMinute(endsAt))}`;
  return standing === 'coming' ? md`from ${dateToken(startsAt)} ${until}` : until;
}

/** A day's end is midnight, which reads as the day after. */
function lastMinute(endsAt: Instant): Instant {
  return instantAt(epochMs(endsAt) - 60_000);
}
