import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, md, sentence } from './mrkdwn.ts';

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
  const intent = encodeIntent('hand-test-submit', { model: modelId });
  const choices = tests.map(({ id, title }) => ({ label: `${id} ${title}`, value: id }));
  return modal({ title: 'Record a test', submit: 'Record', close: 'Cancel', intent }, [
    ...sections(
      [
        md`A test of ${code(label(model, 60))} that was done by hand and written down earns half a point for ${countsDays} days, with your name beside it. One that runs by itself earns a whole point.`,
        ...mistakes.map((one) => md`✗ ${sentence(one, 400)}`),
      ],
      500,
    ),
    input(handTestFields.test, 'Which test', select('test', 'Pick a test', choices, filled.test)),
    input(
      handTestFields.passed,
      'How did it come out?',
      select(
        'passed',
        'Pick one',
        [
          { label: 'It was done and passed', value: 'yes' },
          { label: 'It failed, or was not done', value: 'no' },
        ],
        filled.passed,
      ),
    ),
    input(
      handTestFields.note,
      'Where is the result written down?',
      textArea('note', 'A link or a place, or what is wrong', 10, filled.note),
      { hint: 'Others have to be able to look it up. It stays on the record.' },
    ),
  ]);
}
