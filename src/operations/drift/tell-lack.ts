import type { Instant } from '#domain/instant.ts';
import type { Executor } from '#store/database.ts';
import { changeDriftAlert, openLacks } from '#store/drift-alerts.ts';
import { reportersSince } from '#store/drift-values.ts';
import type { Setting } from '../setting.ts';
import { type AlertedModel, signalsOf } from './alerts-of-model.ts';
import { type AlertSeed, begin } from './record-firings.ts';
import { showAlert } from './tell-news.ts';

/**
 * That a monitor says nothing is an alert of its own, one for all the alerts that wait for the same monitors. `never` says
 * whether nothing ever came. False where another one stands for it: should that end first, it is to be told anew.
 */
export async function tellLack(
  setting: Setting,
  tx: Executor,
  alerted: AlertedModel,
  seed: AlertSeed,
  { since, never }: { readonly since: Instant; readonly never: boolean },
): Promise<boolean> {
  if (await isTold(setting, tx, alerted, seed, since)) return false;
  const because = never
    ? 'Nothing has been reported since it is watched, for as long as the playbook allows.'
    : 'No values came for as long as the playbook allows.';
  const row = await begin(setting, tx, seed, { kind: 'no_data', since, until: null, because, endedBecause: null });
  await showAlert(setting, tx, await changeDriftAlert(tx, row, { toldAt: row.noticedAt }));
  return true;
}

async function isTold(
  setting: Setting,
  tx: Executor,
  alerted: AlertedModel,
  seed: AlertSeed,
  since: Instant,
): Promise<boolean> {
  const version = seed.version ?? null;
  const of = { workspaceId: setting.workspaceId, registry: seed.registry, modelName: seed.modelName, version };
  const open = await openLacks(tx, of);
  if (open.length === 0) return false;
  const from = new Date(Math.min(Date.parse(since), ...open.map(({ openedAt }) => openedAt.getTime())));
  const reporters = await reportersSince(tx, { ...of, version: version ?? '' }, from);
  const monitorsOf = (playbook: string, rule: string) => {
    const set = alerted.alerts.filter((one) => one.playbook === playbook && one.rule.id === rule);
    const signals = signalsOf(set);
    const connections = reporters.filter(({ metric }) => signals.includes(metric)).map(({ connection }) => connection);
    return [...new Set(connections)].sort().join('\n');
  };
  const mine = monitorsOf(seed.playbook, seed.rule);
  return open.some(({ playbook, rule }) => monitorsOf(playbook, rule) === mine);
}
