import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Modal, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { md } from './mrkdwn.ts';

/** Asks why an alert is a false alarm, before it is called one. `alert` is as `D-12`. */
export function falseAlarm({
  alert,
  model,
  press,
}: {
  readonly alert: string;
  readonly model: string;
  readonly press: string;
}): Modal {
  const intent = encodeIntent('alert-false-submit', { press });
  return modal({ title: `False alarm ${label(alert, 10)}?`, submit: 'False alarm', close: 'Cancel', intent }, [
    ...sections(
      [
        md`${alert} of ${label(model, 60)} ends as a false alarm and counts against its monitor. Nothing else is changed.`,
      ],
      400,
    ),
    input(reasonField, 'Reason', textArea(reasonField, 'Why nothing was the matter', 10), {
      hint: 'It stays on the record.',
    }),
  ]);
}
