import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { type Choice, checkboxes, input, select, textLine } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, dateToken, md, sentence } from './mrkdwn.ts';

/** One question as it is asked, with what it is filled with. */
export interface AskedQuestion {
  readonly id: string;
  readonly question: string;
  /** Null for free text. */
  readonly choices: readonly Choice[] | null;
  readonly several: boolean;
  /** May be left empty. */
  readonly optional: boolean;
  /** The values that are chosen, or the text. */
  readonly filled: readonly string[];
  /** Where that comes from, or what speaks against it, as a sentence; null for nothing. */
  readonly hint: string | null;
}

export interface AssessForm {
  /** As its registry calls it. */
  readonly model: string;
  /** The id that the answers are kept under; it comes back with them. */
  readonly modelId: string;
  readonly questions: readonly AskedQuestion[];
  /** Who answered last; null if nobody did. */
  readonly last: { readonly by: string; readonly at: Instant } | null;
  /** Everything that is wrong with what was filled in, as sentences. */
  readonly mistakes: readonly string[];
}

const textLimit = 300;

/** Asks what a use case is, in eight plain questions. */
export function assessForm({ model, modelId, questions, last, mistakes }: AssessForm): Modal {
  const intent = encodeIntent('assess-submit', { model: modelId });
  return modal({ title: 'Assess a use case', submit: 'See what it needs', close: 'Cancel', intent }, [
    ...sections(
      [
        md`What ${code(label(model, 60))} is used for decides what it needs. Nothing here is a test: answer as it is today.`,
        ...mistakes.map((one) => md`✗ ${sentence(one, 400)}`),
      ],
      500,
    ),
    ...questions.map(asked),
    context(
      last === null
        ? md`Nobody has answered yet. Your answers are recorded with your name`
        : md`Answered last by ${label(last.by, 40)}, ${dateToken(last.at, 'date')}. The newest answers count; earlier ones are kept`,
    ),
  ]);
}

function asked({ id, question, choices, several, optional, filled, hint }: AskedQuestion): KnownBlock {
  const options = { optional, ...(hint === null ? {} : { hint }) };
  const field = fieldOf(id);
  if (choices === null)
    return input(field, question, textLine('answer', 'In a few words', filled[0] ?? '', textLimit), options);
  const element = several
    ? checkboxes('answer', choices, filled)
    : select('answer', 'Pick one', choices, filled[0] ?? null);
  return input(field, question, element, options);
}

const prefix = 'assess-';

function fieldOf(id: string): string {
  return `${prefix}${id}`;
}

/** What was filled in, by question; several values are joined by commas. */
export function assessFilled(values: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const filled = [...values].filter(([id]) => id.startsWith(prefix));
  return new Map(filled.map(([id, value]) => [id.slice(prefix.length), value]));
}
