import { label } from './clean.ts';
import type { Modal } from './frames.ts';
import { input, select } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, md } from './mrkdwn.ts';
import { onRecordForm } from './on-record.ts';

/** What somebody filled in of a test done by hand. */
export interface FilledHandTest {
  readonly test: string;
  /** `yes` or `no`. */
  readonly passed: string;
  readonly note: string;
}

export interface HandTestForm {
  /** As its registry calls it. */
  readonly model: string;
  /** The id that it is kept under. */
  readonly modelId: string;
  readonly tests: readonly { readonly id: string; readonly title: string }[];
  /** How many days it counts. */
  readonly countsDays: number;
  readonly filled: FilledHandTest;
  readonly mistakes: readonly string[];
}

/** The blocks of what was filled in. */
export const handTestFields = { test: 'hand-test', passed: 'hand-test-passed', note: 'hand-test-note' } as const;

/** Asks for a test of the ML Test Score that was done by hand, and where its result is written down. */
export function handTestForm({ model, modelId, tests, countsDays, filled, mistakes }: HandTestForm): Modal {
  const choices = tests.map(({ id, title }) => ({ label: `${id} ${title}`, value: id }));
  return onRecordForm({
    title: 'Record a test',
    submit: 'Record',
    intent: encodeIntent('hand-test-submit', { model: modelId }),
    lead: [
      md`A test of ${code(label(model, 60))} that was done by hand and written down earns half a point for ${countsDays} days, with your name beside it. One that runs by itself earns a whole point.`,
    ],
    mistakes,
    picks: [input(handTestFields.test, 'Which test', select('test', 'Pick a test', choices, filled.test))],
    question: {
      field: handTestFields.passed,
      label: 'How did it come out?',
      yes: 'It was done and passed',
      no: 'It failed, or was not done',
      filled: filled.passed,
    },
    where: {
      field: handTestFields.note,
      label: 'Where is the result written down?',
      placeholder: 'A link or a place, or what is wrong',
      hint: 'Others have to be able to look it up. It stays on the record.',
      filled: filled.note,
    },
  });
}
