import { askCost } from '#operations/cost/ask-cost.ts';
import { findByWords } from '#operations/find/find-models.ts';
import { modelOfKey } from '#operations/find-model.ts';
import { statusOfModel } from '#operations/status/status-of-model.ts';
import { statusPage } from '#operations/status/status-page.ts';
import { costWordsOf } from '#operations/status/week-costs.ts';
import { costAnswer } from '#views/cost-answer.ts';
import { foundModels } from '#views/found-models.ts';
import type { Handlers, PayloadOf } from '#views/intents.ts';
import { modelStatus } from '#views/model-status.ts';
import { statusList } from '#views/status-list.ts';
import type { ShownScope } from '#views/status-state.ts';
import { driftPages } from '../drift-pages.ts';
import { publishHome } from '../publish-home.ts';
import { runsPage } from '../runs-page.ts';
import type { Scene } from '../scene.ts';

/** Buttons below `/mlops status`: other models, and more about one. */
export const statusHandlers = {
  'home-earlier': page,
  'home-later': page,
  'status-more': list,
  'status-mine': list,
  'status-all': list,
  'status-needs': list,
  'find-more': async ({ text, offset }, { bot, tell }) =>
    await tell(foundModels(await findByWords(bot.setting, text, offset))),
  'status-model': async ({ model }, { bot, signed, tell }) => {
    const { setting } = bot;
    await tell(modelStatus(await statusOfModel(setting, signed.slackUser, await modelOfKey(setting, model))));
  },
  'status-drift': async ({ model }, scene) =>
    await scene.tell(await driftPages(scene, await modelOfKey(scene.bot.setting, model), 0)),
  'status-runs': async ({ model }, scene) =>
    await scene.tell(await runsPage(scene, await modelOfKey(scene.bot.setting, model), 0)),
  'status-cost': async ({ model }, { bot, signed, tell }) => {
    const { setting } = bot;
    const text = costWordsOf(setting, await modelOfKey(setting, model));
    await tell(costAnswer(await askCost(setting, { text, slackUser: signed.slackUser })));
  },
} satisfies Partial<Handlers<Scene>>;

async function page({ offset, yours }: PayloadOf<'home-later'>, { bot, signed }: Scene): Promise<void> {
  await publishHome(bot, signed.slackUser, { forYou: offset, yours });
}

async function list(asked: PayloadOf<'status-more'>, { bot, signed, tell }: Scene): Promise<void> {
  const { needs: needsAction, offset } = asked;
  await tell(
    statusList(await statusPage(bot.setting, signed.slackUser, { scope: scopeOf(asked), needsAction, offset })),
  );
}

function scopeOf({ scope, name }: PayloadOf<'status-more'>): ShownScope {
  if (scope === 'team') return { kind: scope, team: name ?? '' };
  if (scope === 'like') return { kind: scope, text: name ?? '' };
  return { kind: scope };
}
