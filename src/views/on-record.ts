import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { sections } from './blocks.ts';
import { type Modal, modal } from './frames.ts';
import { input, select, textArea } from './inputs.ts';
import type { Encoded } from './intents.ts';
import { dateToken, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { notice } from './notice.ts';
import { listed } from './wording.ts';

/** A form in which a named person says yes or no to something, and where others can see that. */
export interface OnRecordForm {
  readonly title: string;
  readonly submit: string;
  readonly intent: Encoded;
  readonly lead: readonly Mrkdwn[];
  readonly mistakes: readonly string[];
  /** What is picked before, as which capability. */
  readonly picks: readonly KnownBlock[];
  readonly question: OnRecordQuestion;
  readonly where: {
    readonly field: string;
    readonly label: string;
    readonly placeholder: string;
    readonly hint: string;
    readonly filled: string;
  };
}

/** A yes or no; `filled` is `yes`, `no` or empty. */
interface OnRecordQuestion {
  readonly field: string;
  readonly label: string;
  readonly yes: string;
  readonly no: string;
  readonly filled: string;
}

/** Least length of the words on where something can be seen. */
const leastWords = 10;

export function onRecordForm(form: OnRecordForm, after: readonly KnownBlock[] = []): Modal {
  const { title, submit, intent, lead, mistakes, picks, question, where } = form;
  const choices = [
    { label: question.yes, value: 'yes' },
    { label: question.no, value: 'no' },
  ];
  return modal({ title, submit, close: 'Cancel', intent }, [
    ...sections([...lead, ...mistakes.map((one) => md`✗ ${sentence(one, 400)}`)], 500),
    ...picks,
    input(question.field, question.label, select('answer', 'Pick one', choices, question.filled)),
    input(where.field, where.label, textArea('note', where.placeholder, leastWords, where.filled), {
      hint: where.hint,
    }),
    ...after,
  ]);
}

/** What was recorded, until when it counts, and whose word that still counts is the other. */
export interface Recorded {
  readonly title: string;
  /** As the end of `Recorded with your name: …`. */
  readonly what: string;
  readonly until: Instant;
  readonly against: readonly string[];
  /** What follows from a disagreement, as a sentence. */
  readonly meanwhile: string;
}

/** Says in place of the form what is on record now. */
export function recorded({ title, what, until, against, meanwhile }: Recorded): Modal {
  return notice({
    title,
    lines: [
      md`Recorded with your name: ${what}. It counts until ${dateToken(until, 'date')}.`,
      ...(against.length === 0 ? [] : [md`${listed(against)} said otherwise. ${meanwhile}`]),
    ],
  });
}
