import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, md } from './mrkdwn.ts';
import type { ShownRun } from './run-state.ts';
import { stepsLine } from './run-steps.ts';

/** Asks once more before a run is ended. */
export function confirmCancelRun(run: ShownRun): Modal {
  const intent = encodeIntent('run-cancel-submit', { press: run.press });
  return modal({ title: `Cancel ${label(run.run, 12)}?`, submit: 'Cancel the run', close: 'Let it run', intent }, [
    ...sections(
      [
        md`${bold(`${run.run}, retraining ${label(run.model, 60)}`)}, ends in ${label(run.engine, 40)}. This cannot be undone; what it has cost so far is spent.`,
        ...stepsLine(run.steps),
      ],
      1200,
    ),
    context(md`It is on the record that you asked for it`),
  ]);
}
