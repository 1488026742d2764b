import { spendWithoutLabel } from '#store/unclaimed-costs.ts';
import { knownData } from '../cost/known-data.ts';
import type { Setting } from '../setting.ts';
import { askedSpan, askOfRollUp } from './after-roll-up.ts';

/** Asks whose is what cost most without a team's label, as the bills that were read tell. */
export async function askOfBill(setting: Setting): Promise<void> {
  const { data } = await knownData(setting);
  const span = askedSpan(data);
  if (span === null) return;
  const teamKey = setting.playbooks().set.org.labels.team;
  const { workspaceId } = setting;
  await askOfRollUp(setting, await spendWithoutLabel(setting.db, { workspaceId, teamKey, ...span }), data);
}
