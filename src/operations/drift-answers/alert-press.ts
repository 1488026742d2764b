import { Refusal } from '#errors.ts';
import { effectPress, readEffectPress } from '../effect-press.ts';
import type { Setting } from '../setting.ts';

/** The opaque text of a button about a drift alert. `id` is its row's. */
export function alertPress(setting: Setting, id: string): string {
  return effectPress(setting, `alert-${id}`);
}

/** The row's id of the alert that a press is about. Throws a Refusal for text that we did not make for an alert. */
export function alertIdOfPress(setting: Setting, text: string): string {
  const [, id] = /^alert-(.+)$/.exec(readEffectPress(setting, text)) ?? [];
  if (id !== undefined) return id;
  throw new Refusal('no_such_alert', 'This alert is not known here. `/mlops drift` lists those that are open.');
}
