import { maturityNumberOf } from '#operations/maturity/maturity-number-of.ts';
import type { Handlers } from '#views/intents.ts';
import { maturityNumber } from '#views/maturity-number.ts';
import type { Scene } from '../scene.ts';

/** What is behind each number of `/mlops maturity`. */
export const maturityHandlers = {
  'maturity-number': showNumber,
  'maturity-levels': showNumber,
  'maturity-score': showNumber,
} satisfies Partial<Handlers<Scene>>;

async function showNumber(
  { scope, number }: { readonly scope: string; readonly number: string },
  { bot, show }: Scene,
): Promise<void> {
  await show({ title: 'Maturity', what: 'what is behind this number' }, async () =>
    maturityNumber(await maturityNumberOf(bot.setting, scope, number)),
  );
}
