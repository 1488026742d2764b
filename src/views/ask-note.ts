import type { Button, KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { unchanged } from './approval-state.ts';
import { askedAct } from './asked-act.ts';
import { actions, button, context, header, quotation, section, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import type { Need, RequestFacts } from './request-facts.ts';
import { listed } from './wording.ts';

/** Evidence that says something else than when the reader approved, with what it showed then and shows now. */
export interface ChangedEvidence {
  readonly title: string;
  /** Null where it was not asked for then. */
  readonly before: string | null;
  readonly now: string;
}

/** A request that somebody was asked about, as it stands now. */
export interface AskedRequest extends RequestFacts {
  readonly number: number;
  /** The role as which they could approve; null where they are only told that it waits. */
  readonly role: string | null;
  /** For whom that would be; null for themselves. */
  readonly principal: string | null;
  /** Whether it still waits for them, has their approval, needs nothing of them, or is not open any more. */
  readonly standing: 'asked' | 'approved' | 'not_needed' | 'over';
  /** How it stands, in a few words, as `approved, about to start`. */
  readonly outcome: string;
  readonly needs: readonly Need[];
  readonly deadline: Instant;
  /** Evidence that does not pass, by title. */
  readonly failing: readonly string[];
  /** What changed since they approved; empty where they had not. */
  readonly changed: readonly ChangedEvidence[];
  readonly press: string;
}

/** What one person is asked or reminded of, or told that it waits; several requests are one reminder. */
export interface AskNote {
  readonly kind: 'first' | 'again' | 'reminder' | 'escalation';
  readonly requests: readonly AskedRequest[];
}

const mostRequests = 10;
const mostChanges = 6;

/** The direct message that asks somebody; once nothing is left for them to do it says so and loses its buttons. */
export function askNote(note: AskNote): Message {
  const [first, ...more] = note.requests;
  if (first === undefined) return message([header('Nothing waits for you')]);
  return more.length === 0 ? single(note.kind, first) : several(note.requests);
}

function single(kind: AskNote['kind'], asked: AskedRequest): Message {
  const { standing, reason } = asked;
  const waits = standing === 'asked';
  return message([
    header(heading(kind, asked)),
    ...sections(waits ? waiting(kind, asked) : [ended(asked)], 500),
    ...(waits && reason !== null && oneLine(reason) !== '' ? [quotation(reason, 300)] : []),
    actions([...(waits && asked.role !== null ? decisions(asked) : []), details(asked)]),
    context(...(waits ? [consequence(asked)] : []), md`R-${asked.number} · code ${code(asked.code)}`),
  ]);
}

function heading(kind: AskNote['kind'], asked: AskedRequest): string {
  const act = askedAct(asked);
  switch (asked.standing) {
    case 'approved':
      return `You approved: ${act}`;
    case 'not_needed':
      return `Not needed from you now: ${act}`;
    case 'over':
      return `No longer asked: ${act}`;
    case 'asked':
      return { ...openings, escalation: 'Nobody has decided yet' }[kind].concat(`: ${act}`);
  }
}

const openings = {
  first: 'Your approval is asked for',
  again: 'Your approval is asked for again',
  reminder: 'Still waiting for you',
} as const;

function waiting(kind: AskNote['kind'], asked: AskedRequest): Mrkdwn[] {
  const { role, requester, requestedAt } = asked;
  const missing = missingText(asked.needs);
  const still = missing === null ? md`` : md` Still missing: ${missing}.`;
  const by = md`Asked by ${label(requester, 40)} ${dateToken(requestedAt)}.`;
  if (kind === 'escalation' || role === null) {
    return [
      md`It waits for people who have not answered.${still} Ask one of them, or find out what holds them up.`,
      by,
    ];
  }
  const total = asked.needs.reduce((sum, { count }) => sum + count, 0);
  const need =
    kind === 'reminder'
      ? still
      : total === 1
        ? md`, and nobody else has to.`
        : md`, one of the ${total} approvals that it needs.`;
  const principal = asked.principal === null ? md`` : md` for ${bold(label(asked.principal, 40))}`;
  const as = md`You can approve as ${bold(label(role, 60))}${principal}${kind === 'reminder' ? '.' : ''}${need}`;
  return [as, by, ...failing(asked.failing), ...changes(asked.changed)];
}

function failing(titles: readonly string[]): Mrkdwn[] {
  if (titles.length === 0) return [];
  const shown = listed(
    titles.map((title) => label(title, 80)),
    3,
  );
  return [md`✗ Does not pass: ${shown}.`];
}

function changes(changed: readonly ChangedEvidence[]): Mrkdwn[] {
  if (changed.length === 0) return [];
  const lines = changed.slice(0, mostChanges).map(({ title, before, now }) => {
    const was = before === null ? 'not asked for then' : label(before, 60);
    return md`… ${label(title, 80)}: ${label(now, 60)} (was ${was})`;
  });
  const rest = changed.length > mostChanges ? [md`and ${changed.length - mostChanges} more in Details`] : [];
  return [md`${bold('Changed since you approved')}`, ...lines, ...rest];
}

function ended({ standing, outcome, needs }: AskedRequest): Mrkdwn {
  const missing = missingText(needs);
  const still = missing === null ? md`` : md` Still missing: ${missing}.`;
  switch (standing) {
    case 'approved':
      return md`Your approval counts.${still}`;
    case 'not_needed':
      return md`Others have given what you were asked for, or you cannot give it any more.${still}`;
    case 'over':
    case 'asked':
      return md`It is ${label(outcome, 160)}. Nothing is left for you to do.`;
  }
}

/** What happens if they do not press. */
function consequence(asked: AskedRequest): Mrkdwn {
  return md`Without enough approvals it expires ${dateToken(asked.deadline)}: ${unchanged(asked)}`;
}

function several(requests: readonly AskedRequest[]): Message {
  const open = requests.filter(({ standing }) => standing === 'asked').length;
  const blocks: KnownBlock[] = requests.slice(0, mostRequests).map((asked) => {
    const waits = asked.standing === 'asked';
    return section(waits ? waitingLine(asked) : endedLine(asked), waits ? approve(asked) : details(asked), 900);
  });
  const rest = requests.length - mostRequests;
  return message([
    header(open === 0 ? 'Nothing of this waits for you any more' : `${counted(open)} for you`),
    ...blocks,
    context(
      rest > 0 ? md`and ${rest} more: ${code('/mlops requests')}` : md`${code('/mlops requests')} lists them all`,
    ),
  ]);
}

function counted(open: number): string {
  return open === 1 ? '1 request still waits' : `${open} requests still wait`;
}

function waitingLine(asked: AskedRequest): Mrkdwn {
  const missing = missingText(asked.needs);
  const still = missing === null ? md`` : md` Still missing: ${missing}.`;
  return md`… ${bold(askedAct(asked))}\nAsked by ${label(asked.requester, 40)} ${dateToken(asked.requestedAt)}, expires ${dateToken(asked.deadline)}.${still} Code ${code(asked.code)}`;
}

function endedLine(asked: AskedRequest): Mrkdwn {
  const mark = asked.standing === 'approved' ? '✓' : '–';
  const how =
    asked.standing === 'approved'
      ? 'you approved'
      : asked.standing === 'over'
        ? label(asked.outcome, 120)
        : 'not needed from you now';
  return md`${mark} ${bold(askedAct(asked))}: ${how}`;
}

/** Nobody rejects for somebody else. */
function decisions(asked: AskedRequest): Button[] {
  return asked.principal === null ? [approve(asked), reject(asked)] : [approve(asked)];
}

function approve(asked: AskedRequest): Button {
  return button('Approve…', encodeIntent('approve', { press: asked.press }), {
    style: 'primary',
    spoken: `Approve: ${askedAct(asked)}`,
  });
}

function reject(asked: AskedRequest): Button {
  return button('Reject…', encodeIntent('reject', { press: asked.press }), { spoken: `Reject: ${askedAct(asked)}` });
}

function details(asked: AskedRequest): Button {
  return button('Details', encodeIntent('details', { press: asked.press }), {
    spoken: `Details of the request to ${askedAct(asked)}`,
  });
}
