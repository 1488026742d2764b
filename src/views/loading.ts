import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { md } from './mrkdwn.ts';

export interface Loading {
  readonly title: string;
  /** What is being fetched, as `evidence from MLflow`. */
  readonly what: string;
}

/** Opened at once, because Slack forgets after three seconds that someone pressed; replaced when the answer is there. */
export function loading({ title, what }: Loading): Modal {
  return modal({ title, close: 'Close' }, sections([md`Loading ${label(what, 150)}…`]));
}
