import type { Instant } from '#domain/instant.ts';
import { aliasOf } from './approval-state.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { type RequestFacts, subjectName, versionName } from './request-facts.ts';
import { duration } from './wording.ts';

/** Who answers for a playbook. */
export interface Owner {
  readonly role: string;
  readonly people: readonly Person[];
}

/** What became of something that a request promised for afterwards; the facts are of that request. */
export interface DutyNotice extends RequestFacts {
  readonly what: string;
  /** The number of the request that promised it. */
  readonly promisedWith: number;
  readonly news:
    | 'unknown'
    | 'failed'
    | 'waits'
    | 'cannot_ask'
    | 'cannot_roll_back'
    | 'rolls_back'
    | 'not_kept'
    | 'not_rolled_back';
  /** What the check found. */
  readonly because: string;
  /** Why what the playbook says cannot be done or did not come about, as a sentence. */
  readonly hindrance: string | null;
  /** The number of the request that was opened, or that decides instead. */
  readonly about: number | null;
  readonly owner: Owner;
  readonly everyMs: number;
  /** Null if it is not checked any more. */
  readonly nextCheckAt: Instant | null;
  /** Opaque: what a press about the request carries. */
  readonly press: string;
}

/** Tells whoever owns the playbook that what was promised does not hold, or cannot be told, and what follows. */
export function dutyNotice(state: DutyNotice): Message {
  const { owner, news, what, because } = state;
  const mark = news === 'unknown' ? '…' : '✗';
  return message(
    [
      header(heading(state)),
      ...sections(
        [
          md`${mark} ${bold(label(what, 150))}: ${label(because, 300)}`,
          news === 'rolls_back' ? followUp(state) : md`${followUp(state)} ${still(state)}`,
          md`… ${label(owner.role, 60)} answers for it: ${peopleListed(owner.people, mentioning())}`,
        ],
        700,
      ),
      actions(buttons(state)),
      context(record(state)),
    ],
    owner.people.slice(0, 4),
  );
}

function heading(state: DutyNotice): string {
  return state.news === 'unknown'
    ? `Cannot be checked: what ${subjectName(state)} promised`
    : `Not as promised: ${subjectName(state)}`;
}

/** What follows, said before what stays as it is. */
function followUp({ news, hindrance, about }: DutyNotice): Mrkdwn {
  const why = hindrance === null ? '' : ` ${label(hindrance, 400)}`;
  switch (news) {
    case 'unknown':
      return md`What is not known is not held against a version, so nothing follows from it.`;
    case 'failed':
      return md`The playbook leaves it to people what to do.`;
    case 'waits':
      return md`R-${about ?? 0} already asks about the same target, so nobody is asked again.`;
    case 'cannot_ask':
      return md`The playbook asks people again whether it may stay, which was not possible.${why}`;
    case 'cannot_roll_back':
      return md`The playbook rolls it back, which was not possible.${why}`;
    case 'rolls_back':
      return md`The playbook rolls it back: R-${about ?? 0} does it, and its card shows the outcome.`;
    case 'not_kept':
      return md`People were asked whether it may stay, and did not say yes.${why}`;
    case 'not_rolled_back':
      return md`It was to be rolled back.${why}`;
  }
}

/** What stays as it is. */
function still(state: DutyNotice): Mrkdwn {
  const stays = md`${versionName(state.version)} stays ${aliasOf(state)}`;
  if (state.news === 'unknown') return md`${stays}. Mend what should report it, or look for yourself.`;
  return state.news === 'waits' ? md`${stays} until then.` : md`${stays} until somebody changes it.`;
}

function buttons(state: DutyNotice) {
  const carried = { press: state.press };
  const subject = subjectName(state);
  const rollback = button('Roll back…', encodeIntent('rollback', carried), { spoken: `Roll back ${subject}` });
  const details = button('Details', encodeIntent('details', carried), {
    spoken: `Details of what ${subject} promised`,
  });
  const offers = ['failed', 'waits', 'cannot_ask', 'not_kept', 'not_rolled_back'].includes(state.news);
  return [...(offers && state.champion !== null ? [rollback] : []), details];
}

function record({ promisedWith, playbook, everyMs, nextCheckAt }: DutyNotice): Mrkdwn {
  const next =
    nextCheckAt === null
      ? md`not checked any more`
      : md`checked every ${duration(everyMs)}, next ${dateToken(nextCheckAt)}`;
  return md`Promised with R-${promisedWith} · playbook “${label(playbook, 80)}” · ${next}`;
}
