import { sections } from './blocks.ts';
import { type Message, type Modal, modal } from './frames.ts';
import { type Mrkdwn, sentence } from './mrkdwn.ts';

export interface Notice {
  readonly title: string;
  /** What came of it, as sentences. */
  readonly lines: readonly (string | Mrkdwn)[];
}

/** Says in a modal, in place of the form that was sent, what came of it. */
export function notice({ title, lines }: Notice): Modal {
  return modal(
    { title, close: 'Close' },
    sections(
      lines.map((line) => (typeof line === 'string' ? sentence(line, 900) : line)),
      1000,
    ),
  );
}

/** A message that was meant for a channel, shown in a modal where there is no channel to answer in. */
export function messageNotice(title: string, { blocks }: Message): Modal {
  return modal({ title, close: 'Close' }, blocks);
}
