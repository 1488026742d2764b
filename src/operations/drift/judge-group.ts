import { type AlertGroup, criticalityOf, newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { type Firing, firingBefore, foldAlert } from '#playbook/alerts/fold-alert.ts';
import { tellAlert } from '#playbook/alerts/tell-alert.ts';
import type { Facts } from '#playbook/facts.ts';
import type { Executor } from '#store/database.ts';
import { type DriftAlertRow, type DriftGroupRow, keepDriftGroup } from '#store/drift-alerts.ts';
import { newestReportsOf } from '#store/drift-reports.ts';
import type { Setting } from '../setting.ts';
import type { AlertedModel, SetAlert } from './alerts-of-model.ts';
import { isAlertGroup } from './group-memory.ts';
import { type AlertSeed, recordFirings } from './record-firings.ts';
import { tellPosts } from './tell-posts.ts';

/** One group of an alert with everything that its judgement needs. */
export interface JudgedGroup {
  readonly alerted: AlertedModel;
  readonly set: SetAlert;
  readonly version: string;
  readonly drill: boolean;
  readonly feature: string | null;
  readonly facts: Facts;
  /** Null before it was ever judged. */
  readonly group: DriftGroupRow | null;
  /** Its alerts that had not ended at `from`. */
  readonly mine: readonly DriftAlertRow[];
  readonly from: Date;
  /** Whether other versions serve now. */
  readonly retired: boolean;
  /** Whether values came since it was judged last. */
  readonly news: boolean;
}

/** Judges one group and records what follows; when to look again, or null. */
export async function judgeGroup(setting: Setting, tx: Executor, judged: JudgedGroup): Promise<Date | null> {
  const { set, feature, facts, from, alerted, version, drill } = judged;
  const now = setting.now();
  const of = { workspaceId: setting.workspaceId, registry: alerted.registry, modelName: alerted.modelName };
  const group: DriftGroupRow = judged.group ?? {
    id: setting.newId(),
    ...of,
    version,
    playbook: set.playbook,
    rule: set.rule.id,
    feature: feature ?? '',
    drill,
    memory: { ...newAlertGroup(now) },
    judgedUntil: from,
    nextLookAt: null,
  };
  const memory = memoryOf(group, now);
  const drifts = judged.mine.filter(({ kind }) => kind === 'drift');
  const before = firingBefore(drifts.map(firingOf), from.toISOString());
  const folded = foldAlert(set.rule, facts, feature, { from: from.toISOString(), before }, now);
  // What will not be reported any more would fire for ever.
  const over = (judged.retired || drill) && folded.seen.when === null;
  const firings = over ? folded.firings.map((one) => endedAt(one, now, judged)) : folded.firings;
  const firing = firings.at(-1)?.until === null;
  if (judged.group === null) await keepDriftGroup(tx, group);
  const seed = await seedOf(setting, tx, judged, group.id);
  const recorded = await recordFirings(setting, tx, seed, drifts, firings);
  const rule = judged.retired || drill ? { ...set.rule, noDataAfterMs: Number.POSITIVE_INFINITY } : set.rule;
  const step = tellAlert(
    rule,
    memory,
    { seen: folded.seen, firing, known: recorded.known },
    alerted.entry?.criticality ?? null,
    now,
  );
  await tellPosts(setting, tx, { seed, recorded, step, mine: judged.mine, news: judged.news });
  const nextLookAt = step.nextChangeAt === null ? null : new Date(step.nextChangeAt);
  await keepDriftGroup(tx, { ...group, memory: { ...step.group }, judgedUntil: new Date(now), nextLookAt });
  return nextLookAt;
}

function memoryOf({ memory }: DriftGroupRow, now: string): AlertGroup {
  return isAlertGroup(memory) ? memory : newAlertGroup(now);
}

function firingOf({ openedAt, clearedAt, because }: DriftAlertRow): Firing {
  return {
    since: openedAt.toISOString(),
    until: clearedAt?.toISOString() ?? null,
    because,
    endedBecause: clearedAt === null ? null : because,
  };
}

function endedAt(firing: Firing, now: string, { drill, version }: JudgedGroup): Firing {
  if (firing.until !== null) return firing;
  const endedBecause = drill ? 'The drill is over.' : `v${version} serves no more, and nothing is reported of it.`;
  return { ...firing, until: now, endedBecause };
}

/** What every alert of the group has in common. */
async function seedOf(setting: Setting, tx: Executor, judged: JudgedGroup, groupId: string): Promise<AlertSeed> {
  const { alerted, set, version, drill, feature } = judged;
  const of = { workspaceId: setting.workspaceId, registry: alerted.registry, modelName: alerted.modelName };
  const [report] = await newestReportsOf(tx, of, { ...(version === '' ? {} : { version }), drill, limit: 1 });
  const { channels } = setting.playbooks().set.org;
  const to = set.rule.to !== null && set.rule.to.startsWith('#') ? set.rule.to : null;
  return {
    ...of,
    groupId,
    model: alerted.model,
    version: version === '' ? null : version,
    environment: report?.environment ?? null,
    playbook: set.playbook,
    playbookName: set.playbookName,
    rule: set.rule.id,
    feature,
    criticality: criticalityOf(set.rule, alerted.entry?.criticality ?? null),
    drill,
    channel: to ?? alerted.entry?.channel ?? channels.alarm,
  };
}
