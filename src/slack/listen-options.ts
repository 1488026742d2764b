import type { App } from '@slack/bolt';
import { metricsToDemand } from '#operations/criteria/metrics-to-demand.ts';
import { modelOfKey, searchModels } from '#operations/find-model.ts';
import { requestOfPress } from '#operations/load-request.ts';
import { searchVersions } from '#operations/search-versions.ts';
import { criterionMetricPicker } from '#views/criterion-fields.ts';
import { type Choice, option } from '#views/inputs.ts';
import { readIntent } from '#views/intents.ts';
import type { Bot } from './bot.ts';
import { modelChoice } from './promotion-form.ts';

/** As many options as Slack shows. */
const most = 100;

/** What the searchable pickers offer; an error offers nothing, since Slack has no place for a sentence there. */
export function listenToOptions(app: App, bot: Bot): void {
  for (const name of ['promote-pick-model', 'retrain-pick-model']) {
    app.options(name, async ({ payload, ack }) => {
      const choices = await orNone(bot, name, async () =>
        (await searchModels(bot.setting, payload.value, most)).map(modelChoice),
      );
      await ack({ options: choices.map(option) });
    });
  }
  app.options('promote-pick-version', async ({ payload, body, ack }) => {
    const metadata = 'view' in body ? body.view?.private_metadata : undefined;
    const choices = await orNone(bot, 'promote-pick-version', () => versionChoices(bot, metadata, payload.value));
    await ack({ options: choices.map(option) });
  });
  app.options(criterionMetricPicker, async ({ payload, body, ack }) => {
    const metadata = 'view' in body ? body.view?.private_metadata : undefined;
    const choices = await orNone(bot, criterionMetricPicker, () =>
      metricChoices(bot, metadata, { text: payload.value, slackUser: body.user.id }),
    );
    await ack({ options: choices.map(option) });
  });
}

async function metricChoices(
  bot: Bot,
  metadata: string | undefined,
  typed: { readonly text: string; readonly slackUser: string },
): Promise<readonly Choice[]> {
  const intent = readIntent('decide-submit', metadata);
  if (intent?.name !== 'decide-submit') return [];
  const { row } = await requestOfPress(bot.setting, intent.payload.press, typed.slackUser);
  return (await metricsToDemand(bot.setting, row, typed.text, most)).map(({ name, value }) => ({
    label: name,
    value: name,
    description: value === null ? 'Not measured of this version' : `${value} of this version`,
  }));
}

async function versionChoices(bot: Bot, metadata: string | undefined, text: string): Promise<readonly Choice[]> {
  const intent = readIntent('promote-submit', metadata);
  if (intent?.name !== 'promote-submit' || intent.payload.model === null) return [];
  const model = await modelOfKey(bot.setting, intent.payload.model);
  const versions = await searchVersions(bot.setting, model, text, most);
  return versions.map(({ version, description, aliases }) => ({
    label: `v${version}${aliases.length === 0 ? '' : ` (${aliases.join(', ')})`}`,
    value: version,
    description: description === '' ? null : description,
  }));
}

async function orNone<T>(bot: Bot, where: string, load: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof Error) bot.note(error, where);
    return [];
  }
}
