import { askCost } from '#operations/cost/ask-cost.ts';
import { costFile } from '#operations/cost/cost-file.ts';
import { costAnswer } from '#views/cost-answer.ts';
import { costFileNote, costFileSent } from '#views/cost-file.ts';
import type { Handlers } from '#views/intents.ts';
import { sendPrivateFile } from '../private-file.ts';
import type { Scene } from '../scene.ts';

/** Buttons below answers about cost: the same question, split otherwise, and the rows behind it. */
export const costHandlers = {
  'cost-by-team': answer,
  'cost-by-model': answer,
  'cost-by-env': answer,
  'cost-by-service': answer,
  'cost-by-sku': answer,
  'cost-by-resource': answer,
  async 'cost-csv'({ text, first, last }, { bot, signed, tell }) {
    const { slackUser } = signed;
    const file = await costFile(bot.setting, { text, slackUser, span: { first, last } });
    const { filename, csv } = file;
    await sendPrivateFile(bot.client, { slackUser, filename, bytes: Buffer.from(csv), note: costFileNote(file) });
    await tell(costFileSent(file));
  },
} satisfies Partial<Handlers<Scene>>;

async function answer({ text }: { readonly text: string }, { bot, signed, tell }: Scene): Promise<void> {
  await tell(costAnswer(await askCost(bot.setting, { text, slackUser: signed.slackUser })));
}
