import type { ViewOutput } from '@slack/bolt';
import type { Bot } from './bot.ts';
import { type ActedIn, showing, viewOf } from './scene.ts';

/** A modal as a person acted in it. `hash` tells one state of a modal from the next. */
export function actedIn(bot: Bot, view: ViewOutput): ActedIn {
  return {
    viewId: view.id,
    pressId: `${view.id}:${view.hash}`,
    metadata: view.private_metadata,
    values: valuesIn(view),
    replace: (modal) =>
      showing(bot, view.callback_id, () => bot.client.views.update({ view_id: view.id, view: viewOf(modal) })),
  };
}

function valuesIn(view: ViewOutput): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [blockId, actions] of Object.entries(view.state.values)) {
    for (const filled of Object.values(actions)) {
      const ticked = filled.selected_options?.map(({ value }) => value).join(',');
      const picked = filled.selected_user ?? filled.selected_date;
      const value = filled.selected_option?.value ?? ticked ?? picked ?? filled.value;
      if (typeof value === 'string') values.set(blockId, value);
    }
  }
  return values;
}
