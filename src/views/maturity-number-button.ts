import type { Button } from '@slack/types';
import { button } from './blocks.ts';
import { encodeIntent } from './intents.ts';
import type { MaturityPage } from './maturity-state.ts';

/** A button that shows what is behind a number of a maturity page. */
export function numberButton(
  { scope }: Pick<MaturityPage, 'scope'>,
  number: string,
  text: string,
  spoken: string,
): Button {
  const name = number === 'levels' || number === 'score' ? (`maturity-${number}` as const) : 'maturity-number';
  return button(text, encodeIntent(name, { scope, number }), { spoken });
}
