import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { code, md } from './mrkdwn.ts';

export interface Bug {
  /** Finds the failure in the log. */
  readonly reference: string;
  /** Whom to tell, as `ml-platform`; null if nobody is named. */
  readonly contact: string | null;
}

/** Something of ours broke. */
export function bug({ reference, contact }: Bug): Message {
  const whom = contact === null ? 'whoever runs Countersign' : label(contact, 60);
  return message(
    sections([
      md`That is a bug. Reference ${code(reference)}. ${code('/mlops requests')} shows what was recorded; please tell ${whom} the reference.`,
    ]),
  );
}
