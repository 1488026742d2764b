import { askCost } from '#operations/cost/ask-cost.ts';
import { costAnswer } from '#views/cost-answer.ts';
import type { Handlers } from '#views/intents.ts';
import type { Scene } from '../scene.ts';

/** Buttons below answers about cost: the same question, split otherwise. */
export const costHandlers = {
  'cost-by-team': answer,
  'cost-by-model': answer,
  'cost-by-env': answer,
  'cost-by-service': answer,
  'cost-by-sku': answer,
  'cost-by-resource': answer,
} satisfies Partial<Handlers<Scene>>;

async function answer({ text }: { readonly text: string }, { bot, signed, tell }: Scene): Promise<void> {
  await tell(costAnswer(await askCost(bot.setting, { text, slackUser: signed.slackUser })));
}
