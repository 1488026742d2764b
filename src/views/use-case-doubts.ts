import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';

/** What is declared of a use case and looks otherwise, as its owner is asked about it. */
export interface UseCaseDoubts {
  /** As its registry calls it. */
  readonly model: string;
  /** Whose word it is; null for what models.yaml says. */
  readonly said: { readonly by: string; readonly at: Instant } | null;
  readonly doubts: readonly {
    readonly question: string;
    /** What was said, as the form words it. */
    readonly answer: string;
    /** What is seen, as a sentence. */
    readonly because: string;
  }[];
  /** Null while nobody has said. Without an explanation the questions were answered again. */
  readonly settled: { readonly by: string; readonly explanation: string | null } | null;
  readonly press: string;
}

/** Asks once whether a use case is still what was said of it. */
export function useCaseDoubts(state: UseCaseDoubts): Message {
  const { model, doubts, settled } = state;
  const name = label(model, 60);
  return message([
    header(settled === null ? `Is ${name} still what was said of it?` : `Settled: what ${name} is used for`),
    ...sections(
      [
        whose(state),
        ...doubts
          .slice(0, 6)
          .map(
            ({ question, answer, because }) =>
              md`• ${label(question, 120)} Said: ${bold(label(answer, 80))}. Seen: ${label(because, 200)}`,
          ),
      ],
      500,
    ),
    ...(settled === null ? [actions(buttons(state))] : settledBlocks(settled)),
    ...(settled === null
      ? [context(md`You are asked once. What was said counts until somebody answers otherwise`)]
      : []),
  ]);
}

function whose({ model, said }: UseCaseDoubts) {
  const name = code(label(model, 60));
  return said === null
    ? md`models.yaml says one thing of ${name}, and its records another:`
    : md`${label(said.by, 40)} said one thing of ${name} on ${dateToken(said.at, 'date')}, and its records say another:`;
}

function buttons({ press, model }: UseCaseDoubts) {
  const name = label(model, 40);
  return [
    button('Answer anew…', encodeIntent('doubt-answer', { press }), {
      style: 'primary',
      spoken: `Answer the questions about ${name} anew`,
    }),
    button('It is as said…', encodeIntent('doubt-explain', { press }), { spoken: `${name} is as it was said` }),
  ];
}

function settledBlocks({ by, explanation }: NonNullable<UseCaseDoubts['settled']>) {
  if (explanation === null) return sections([md`✓ ${label(by, 40)} answered the questions anew.`]);
  return [...sections([md`✓ ${label(by, 40)} says that it is as it was said:`]), quotation(explanation)];
}

/** Asks why it is as it was said. */
export function explainDoubts({ model, press }: Pick<UseCaseDoubts, 'model' | 'press'>): Modal {
  const intent = encodeIntent('doubt-explain-submit', { press });
  return modal({ title: 'It is as said', submit: 'Keep it', close: 'Cancel', intent }, [
    ...sections([md`What was said of ${code(label(model, 60))} stays, and nobody is asked about this again.`], 400),
    input(reasonField, 'Reason', textArea(reasonField, 'Why its records look otherwise', 10), {
      hint: 'It stays on the record.',
    }),
  ]);
}
