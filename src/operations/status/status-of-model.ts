import type { ModelKey } from '#store/model-keys.ts';
import type { ModelRow } from '#store/models.ts';
import { type RequestRow, requestsOfModel } from '#store/requests.ts';
import type { ShownModel } from '#views/model-status.ts';
import { asksToKeep } from '../kept-champion.ts';
import { readNames } from '../names.ts';
import { standingOf } from '../request-lines.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { attentionOf } from './attention.ts';
import { presentModels } from './present-models.ts';
import { weekCosts } from './week-costs.ts';

/** Requests of a model that are looked at for what happened lately. */
const looked = 10;

/** Everything that is known of one model, from our own rows: nothing here waits for a registry. */
export async function statusOfModel(setting: Setting, slackUser: string, model: ModelRow): Promise<ShownModel> {
  const { db, workspaceId } = setting;
  const person = personOf(setting.playbooks().set.people, slackUser);
  const [attention, costs, rows, names] = await Promise.all([
    attentionOf(setting, person),
    weekCosts(setting),
    requestsOfModel(db, workspaceId, model.registry, model.name, looked),
    readNames(setting, db),
  ]);
  const { you, action } = attention.urgent;
  const is = ({ registry, name }: ModelKey) => registry === model.registry && name === model.name;
  const urgency = you.some(is) ? 'you' : action.some(is) ? 'action' : 'none';
  const [status] = await presentModels(setting, [{ model, urgency }], { attention, costs });
  if (status === undefined) throw new Error(`nothing is known of ${model.name}`);
  return {
    ...status,
    recent: rows
      .filter((row) => row.settledAt !== null)
      .map((row) => ({
        at: (row.settledAt ?? row.openedAt).toISOString(),
        what: `R-${row.number}: ${actText(row)}, ${standingOf(row, names)}`,
      })),
    costDays: costs.days,
    now: setting.now(),
  };
}

function actText(row: RequestRow): string {
  const how = asksToKeep(row) ? { act: 'keep', as: 'as' } : { act: row.action, as: 'to' };
  return `${how.act} v${row.version} ${how.as} ${row.target}`;
}
