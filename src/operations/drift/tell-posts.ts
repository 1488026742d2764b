import type { AlertGroup, AlertPost } from '#playbook/alerts/alert-group.ts';
import type { AlertStep } from '#playbook/alerts/step-alert.ts';
import type { Executor } from '#store/database.ts';
import { changeDriftAlert, type DriftAlertRow } from '#store/drift-alerts.ts';
import type { Setting } from '../setting.ts';
import type { AlertedModel } from './alerts-of-model.ts';
import { type AlertSeed, end, type RecordedFirings, recordAlert } from './record-firings.ts';
import { tellLack } from './tell-lack.ts';
import { showAlert, tellNews } from './tell-news.ts';

/** What was recorded of a group, and what its judge wants posted. */
interface Telling {
  readonly seed: AlertSeed;
  readonly recorded: RecordedFirings;
  readonly step: AlertStep;
  /** The alerts of the group that had not ended when it was judged. */
  readonly mine: readonly DriftAlertRow[];
  /** Whether values came since it was judged last. */
  readonly news: boolean;
  /** Why nothing more is awaited of the group, as a sentence; null while something is. */
  readonly done: string | null;
  readonly alerted: AlertedModel;
}

/** Brings what people see of a group to where its alerts are; whether they know now that no values come. */
export async function tellPosts(
  setting: Setting,
  tx: Executor,
  telling: Telling,
): Promise<Pick<AlertGroup, 'lackTold'>> {
  const { recorded, step } = telling;
  for (const row of recorded.ended) {
    if (step.posts.some(({ kind }) => kind === 'cleared')) {
      await tellNews(setting, tx, row, { is: 'cleared', because: row.because, to: null });
    } else await showAlert(setting, tx, row);
  }
  let open = recorded.open;
  for (const post of step.posts) if (open !== null) open = await tellPost(setting, tx, open, post);
  const shown = step.posts.some(({ kind }) => kind === 'firing' || kind === 'still_firing' || kind === 'escalation');
  if (open !== null && open.toldAt !== null && telling.news && !shown) await showAlert(setting, tx, open);
  return await tellSilence(setting, tx, telling);
}

async function tellSilence(
  setting: Setting,
  tx: Executor,
  { alerted, seed, step, mine, done }: Telling,
): Promise<Pick<AlertGroup, 'lackTold'>> {
  const { lackTold, knownAt } = step.group;
  const silent = mine.find(({ kind, clearedAt }) => kind === 'no_data' && clearedAt === null);
  if (silent !== undefined && (done !== null || !lackTold)) {
    await end(setting, tx, silent, done ?? 'Values come again.');
    return { lackTold };
  }
  const lack = step.posts.find((post) => post.kind === 'no_data');
  if (silent !== undefined || lack === undefined) return { lackTold };
  return { lackTold: await tellLack(setting, tx, alerted, seed, { since: lack.since, never: knownAt === null }) };
}

async function tellPost(setting: Setting, tx: Executor, row: DriftAlertRow, post: AlertPost): Promise<DriftAlertRow> {
  switch (post.kind) {
    case 'firing': {
      const told = await changeDriftAlert(tx, row, {
        toldAt: row.toldAt ?? new Date(setting.now()),
        because: post.because,
      });
      await showAlert(setting, tx, told);
      return told;
    }
    case 'still_firing': {
      const changed = await changeDriftAlert(tx, row, { because: post.because });
      await tellNews(setting, tx, changed, { is: 'still_firing', because: post.because, to: null });
      return changed;
    }
    case 'escalation': {
      const escalatedTo = [...row.escalatedTo, post.to];
      const changed = await changeDriftAlert(tx, row, { escalatedTo });
      await recordAlert(setting, tx, changed, 'alert_escalated', { to: post.to });
      const inChannel = post.to.startsWith('#') ? post.to : undefined;
      const to = inChannel === undefined ? post.to : null;
      const because = 'Nobody has decided about it yet.';
      await tellNews(setting, tx, changed, { is: 'escalation', because, to }, inChannel);
      return changed;
    }
    case 'cleared':
    case 'no_data':
      return row;
  }
}
