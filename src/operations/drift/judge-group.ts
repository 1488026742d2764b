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
  /** Whether real values of a known version were ever reported. */
  readonly heard: boolean;
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
  const done = whyDone(judged, memory);
  // What will not be reported any more would fire for ever.
  const over = folded.seen.when === null ? done : null;
  const firings = over === null ? folded.firings : folded.firings.map((one) => endedAt(one, now, over));
  const firing = firings.at(-1)?.until === null;
  if (judged.group === null) await keepDriftGroup(tx, group);
  const seed = await seedOf(setting, tx, judged, group.id);
  const recorded = await recordFirings(setting, tx, seed, drifts, firings);
  const rule = done === null ? set.rule : { ...set.rule, noDataAfterMs: Number.POSITIVE_INFINITY };
  const step = tellAlert(
    rule,
    memory,
    { seen: folded.seen, firing, known: recorded.known },
    alerted.entry?.criticality ?? null,
    now,
  );
  const { lackTold } = await tellPosts(setting, tx, {
    alerted,
    seed,
    recorded,
    step,
    mine: judged.mine,
    news: judged.news,
    done,
  });
  const nextLookAt = step.nextChangeAt === null ? null : new Date(step.nextChangeAt);
  await keepDriftGroup(tx, { ...group, memory: { ...step.group, lackTold }, judgedUntil: new Date(now), nextLookAt });
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

/** Why nothing more is awaited of a group, as a sentence; null while something is. */
function whyDone({ drill, retired, heard, version }: JudgedGroup, { knownAt }: AlertGroup): string | null {
  if (drill) return 'The drill is over.';
  if (retired) return `v${version} serves no more, and nothing is reported of it.`;
  return version === '' && heard && knownAt === null ? 'It reports now.' : null;
}

function endedAt(firing: Firing, now: string, endedBecause: string): Firing {
  return firing.until === null ? { ...firing, until: now, endedBecause } : firing;
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
