import type { Instant } from '#domain/instant.ts';
import { askedAct } from './asked-act.ts';
import { actions, button, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, dateToken, md } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import type { Need, RequestFacts } from './request-facts.ts';
import { duration, listed } from './wording.ts';

/** That a request waits longer than its playbook wants, and who is told. */
export interface EscalationLine {
  readonly facts: RequestFacts;
  /** As `Risk`, with its people by name; null in the channel that is told itself. */
  readonly told: { readonly role: string; readonly people: readonly string[] } | null;
  readonly afterMs: number;
  readonly deadline: Instant;
  readonly needs: readonly Need[];
  readonly press: string;
}

/** The line in the card's thread that says who is told now, or the message in the channel that is. */
export function escalationLine(state: EscalationLine): Message {
  const { facts, told, afterMs, needs, deadline } = state;
  const missing = missingText(needs);
  const still = missing === null ? md`` : md` Missing: ${missing}.`;
  const waited = md`not decided after ${duration(afterMs)}.${still} It expires ${dateToken(deadline)}.`;
  if (told === null) {
    const act = askedAct(facts);
    const details = button('Details', encodeIntent('details', { press: state.press }), {
      spoken: `Details of the request to ${act}`,
    });
    const by = md`Asked by ${label(facts.requester, 40)} ${dateToken(facts.requestedAt)}.`;
    return message([...sections([md`… ${bold(act)}: ${waited}`, by], 700), actions([details])]);
  }
  const people = listed(
    told.people.map((name) => label(name, 40)),
    4,
  );
  return message(sections([md`… This is ${waited}`, md`${label(told.role, 60)} is told now: ${people}`], 700));
}
