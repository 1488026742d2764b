import { sections } from './blocks.ts';
import { label } from './clean.ts';
import type { ShownRole } from './drift-state.ts';
import { type Message, message } from './frames.ts';
import { bold, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { mentioning, peopleListed } from './people.ts';
import { versionName } from './request-facts.ts';

/** What is new of an alert, beside its message: in its thread, or in the channel it is escalated to. */
export interface ShownDriftNews {
  /** As `D-12`. */
  readonly alert: string;
  readonly model: string;
  readonly version: string | null;
  readonly is: 'still_firing' | 'escalation' | 'cleared' | 'values_again' | 'retracted';
  /** Why, as a sentence. */
  readonly because: string;
  /** To whom it is escalated: a role, and who has it; null where it goes to a channel, and for other news. */
  readonly to: ShownRole | null;
}

/** One line of news about an alert. */
export function driftNews(news: ShownDriftNews): Message {
  return message(sections([md`${lead(news)} ${sentence(news.because, 300)}`], 700), news.to?.people ?? []);
}

function lead({ is, to, alert, model, version }: ShownDriftNews): Mrkdwn {
  const watched = md`${label(model, 60)}${version === null ? '' : ` ${versionName(version)}`}`;
  switch (is) {
    case 'still_firing':
      return md`✗ ${watched} is still past its limit.`;
    case 'escalation': {
      const people = to === null || to.people.length === 0 ? null : peopleListed(to.people, mentioning());
      const who = to === null ? md`` : md`${bold(label(to.role, 40))}${people === null ? '' : md`, ${people}`}: `;
      return md`▶ ${who}${alert}, the drift of ${watched}, waits for a decision.`;
    }
    case 'cleared':
      return md`✓ ${watched} is back within its limits.`;
    case 'values_again':
      return md`✓ The monitor of ${watched} is heard again.`;
    case 'retracted':
      return md`✓ The drift of ${watched} was none.`;
  }
}
