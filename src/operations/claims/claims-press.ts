import { Refusal } from '#errors.ts';
import { effectPress, readEffectPress } from '../effect-press.ts';
import type { Setting } from '../setting.ts';

type About = 'claim' | 'idle' | 'anomaly';

/** The opaque text of a button about a claim or about something left on. `id` is its row's. */
export function claimsPress(setting: Setting, about: About, id: string): string {
  return effectPress(setting, `${about}-${id}`);
}

/** The row's id of a press. Throws a Refusal for text that we did not make for that. */
export function idOfClaimsPress(setting: Setting, about: About, text: string): string {
  const effect = readEffectPress(setting, text);
  if (effect.startsWith(`${about}-`)) return effect.slice(about.length + 1);
  throw new Refusal(
    'no_such_question',
    'This question is not known here. The newest message about it has its buttons.',
  );
}
