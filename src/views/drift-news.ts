import { sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { watchedName } from './drift-words.ts';
import { type Message, message } from './frames.ts';
import { bold, dateToken, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { mentioning, type Person } from './people.ts';

export interface DriftNewsState {
  /** As `D-12`. */
  readonly alert: string;
  readonly model: string;
  readonly version: string | null;
  readonly is: 'still_firing' | 'escalation' | 'cleared' | 'values_again' | 'retracted';
  /** Why, as a sentence. */
  readonly because: string;
  /** Since when the alert has been open. */
  readonly since: string;
  /** Of an escalation, who is called; empty otherwise. */
  readonly called: readonly Person[];
  readonly drill: boolean;
}

/** One line in the thread of an alert, or in the channel that it escalates to. */
export function driftNews(state: DriftNewsState): Message {
  const { alert, because, drill } = state;
  const name = bold(`${drill ? 'Drill ' : ''}${label(alert, 12)} ${watchedName(state)}`);
  const why = oneLine(because) === '' ? md`` : md` ${sentence(because, 400)}`;
  return message(sections([md`${name}: ${newsText(state)}${why}`], 1500), state.called);
}

function newsText({ is, since, called }: DriftNewsState): Mrkdwn {
  switch (is) {
    case 'still_firing':
      return md`still past its limit, since ${dateToken(since)}.`;
    case 'escalation': {
      const call = mentioning();
      const who = called.length === 0 ? md`` : md` ${join(called.slice(0, 8).map(call), ', ')}, please decide.`;
      return md`nobody has decided since ${dateToken(since)}.${who}`;
    }
    case 'cleared':
      return md`back within its limits.`;
    case 'values_again':
      return md`the monitor reports again.`;
    case 'retracted':
      return md`taken back.`;
  }
}
