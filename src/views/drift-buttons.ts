import type { Button } from '@slack/types';
import { button } from './blocks.ts';
import { label } from './clean.ts';
import { isAnswerable, isOpen, type ShownAlert } from './drift-state.ts';
import { encodeIntent } from './intents.ts';

/** What can be done about an alert as it stands; nothing once it was decided for good. */
export function alertButtons(alert: ShownAlert): readonly Button[] {
  const { offers, silence, phase, drill, press } = alert;
  const carried = { press };
  const name = label(alert.model, 40);
  const ending =
    silence === null
      ? []
      : [
          button('End silence', encodeIntent('alert-unsilence', carried), {
            spoken: `End the silence of ${alert.alert}`,
          }),
        ];
  if (!isAnswerable(alert)) return ending;
  const acknowledge = isOpen(alert)
    ? [button('Acknowledge', encodeIntent('alert-acknowledge', carried), { spoken: `Acknowledge ${alert.alert}` })]
    : [];
  if (drill) return [...acknowledge, ...ending];
  const row: Button[] = [];
  if (phase.is === 'firing' && offers.retrain !== null)
    row.push(
      button('Retrain…', encodeIntent('alert-retrain', carried), { style: 'primary', spoken: `Retrain ${name}` }),
    );
  if (phase.is === 'firing' && offers.rollback !== null)
    row.push(button('Roll back…', encodeIntent('alert-rollback', carried), { spoken: `Roll back ${name}` }));
  row.push(...acknowledge);
  if (phase.is !== 'cleared' && silence === null && offers.silence)
    row.push(button('Silence…', encodeIntent('alert-silence', carried), { spoken: `Silence ${alert.alert}` }));
  row.push(...ending);
  if (phase.is !== 'no_data' && (phase.is === 'firing' || isOpen(alert)))
    row.push(
      button('False alarm…', encodeIntent('alert-false', carried), { spoken: `Call ${alert.alert} a false alarm` }),
    );
  return row;
}
