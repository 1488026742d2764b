import { readBudgetMessage } from '#cost/budget-message.ts';
import type { BudgetMessage } from '#domain/budget.ts';
import { addCloudCrossing, cloudCrossing } from '#store/cloud-budgets.ts';
import type { Executor } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import type { CloudBudgetNotice } from '#views/cloud-budget-notice.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** What came over the topic of a cloud's budgets, unread. */
export interface CloudBudgetNews {
  readonly data: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}

type Crossing = BudgetMessage['crossed'][number];

/**
 * Tells each threshold that a budget of the cloud reached, once in each of its periods, in the transaction that stored
 * the push. Most messages only report; they change nothing, and so does one that cannot be read.
 */
export async function tellCloudBudget(
  setting: Setting,
  tx: Executor,
  connection: string,
  { data, attributes }: CloudBudgetNews,
): Promise<void> {
  const reading = readBudgetMessage(data, attributes);
  if (!reading.ok) return;
  const { message } = reading;
  const fresh: { readonly id: string; readonly crossing: Crossing }[] = [];
  for (const crossing of message.crossed) {
    const id = setting.newId();
    const { workspaceId } = setting;
    const row = { id, workspaceId, connection, key: `${connection}/${crossing.key}`, crossing, message };
    const added = await addCloudCrossing(tx, { ...row, seenAt: new Date(setting.now()) });
    if (added && !isOld(crossing, message)) fresh.push({ id, crossing });
  }
  const { finance, digest } = setting.playbooks().set.org.channels;
  for (const { id } of fresh) {
    const content = { view: 'cloud-budget-crossing', crossingId: id } as const;
    await showMessage(setting, tx, { key: messageKeys.cloudBudget(id), channel: finance ?? digest, content });
  }
  for (const { crossing } of fresh) await record(setting, tx, message, crossing);
}

/** A threshold of a cloud's budget as it was told. Throws an Error if there is none. */
export async function cloudBudgetNoticeOf(setting: Setting, id: string): Promise<CloudBudgetNotice> {
  const row = await cloudCrossing(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no crossing of a cloud budget ${id}`);
  const { crossing, message, connection } = row;
  return { crossing, message, source: setting.costs.get(connection)?.title ?? connection };
}

/** That spend is expected to reach what it has reached is no news. */
function isOld({ kind, percent }: Crossing, { crossed }: BudgetMessage): boolean {
  return kind === 'forecast' && crossed.some((one) => one.kind === 'actual' && one.percent >= percent);
}

async function record(
  { workspaceId, now }: Setting,
  tx: Executor,
  { budgetId, cost, amount, currency, intervalStart }: BudgetMessage,
  { kind, percent }: Crossing,
): Promise<void> {
  const entry = { budget: budgetId, kind, percent: String(percent), amount, currency, spent: cost };
  const at = new Date(now());
  await appendLedger(tx, { workspaceId, event: 'cloud_budget_reached', at, entry: { ...entry, since: intervalStart } });
}
