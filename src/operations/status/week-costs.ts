import { knownThroughout } from '#cost/data-span.ts';
import { shiftDay } from '#cost/day.ts';
import { difference, sumOf } from '#cost/money.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { own } from '#playbook/own.ts';
import { type ModelCost, modelCosts } from '#store/model-costs.ts';
import type { ModelKey } from '#store/model-keys.ts';
import type { ModelStatus, StatusCostDays } from '#views/status-state.ts';
import { type KnownData, knownData } from '../cost/known-data.ts';
import { Remembered } from '../cost/remembered.ts';
import type { Setting } from '../setting.ts';

/** What models cost in the last week whose bill is settled. */
export interface WeekCosts {
  /** Null where no bill says anything. */
  readonly days: StatusCostDays | null;
  readonly of: (key: ModelKey) => ModelStatus['costs'];
}

const weeks = new Remembered<readonly ModelCost[]>();

/**
 * The last settled week of every model by its label, beside the week before. All models are summed at once, and again
 * only when a bill was read: a page needs one small statement.
 */
export async function weekCosts(setting: Setting): Promise<WeekCosts> {
  const none = { days: null, of: () => [] };
  if (setting.costs.size === 0) return none;
  const known = await knownData(setting);
  const { firstDay, settledThrough: last, through } = known.data;
  if (last === null || through === null || firstDay === null) return none;
  const first = shiftDay(last, -6);
  const week = { first: first < firstDay ? firstDay : first, last };
  const costs = await summed(setting, known, week.first, last);
  const whole = knownThroughout({ first: shiftDay(first, -7), last: shiftDay(first, -1) }, known.data);
  return {
    days: { ...week, through },
    of: ({ registry, name }) => {
      const { model, team } = labelsOf(setting, { registry, name });
      const found = costs.filter((one) => one.model === model && (team === null || one.team === team));
      return byCurrency(found).map(([currency, some]) => {
        const amount = sumOf(some.map(({ now }) => now));
        const before = sumOf(some.map((one) => one.before));
        return { amount, currency, before: whole ? difference(amount, before) : null };
      });
    },
  };
}

/** What a model's spend is labelled with: by models.yaml, else by its own name alone. */
function labelsOf(setting: Setting, { registry, name }: ModelKey) {
  const { models, org } = setting.playbooks().set;
  const labels = findCatalogueModel(models, registry, name)?.labels ?? {};
  return { model: own(labels, org.labels.model) ?? name, team: own(labels, org.labels.team) ?? null };
}

/** How the same spend is asked for after `/mlops cost`. */
export function costWordsOf(setting: Setting, key: ModelKey): string {
  const { model, team } = labelsOf(setting, key);
  return `model=${model}${team === null ? '' : ` team=${team}`} --by service --last 28d`;
}

async function summed(setting: Setting, { revision }: KnownData, first: string, last: string) {
  const { labels } = setting.playbooks().set.org;
  const days = { first: shiftDay(first, -7), middle: shiftDay(first, -1), last };
  const question = JSON.stringify([days, labels.team, labels.model]);
  const compute = () => modelCosts(setting.db, setting.workspaceId, days, labels);
  return await weeks.answer(setting, revision, question, compute);
}

function byCurrency(costs: readonly ModelCost[]): readonly (readonly [string, readonly ModelCost[]])[] {
  return [...Map.groupBy(costs, ({ currency }) => currency)].sort(([a], [b]) => (a < b ? -1 : 1));
}
