import type { Json } from '#domain/canonical-json.ts';
import { digestOf } from '#domain/digest.ts';
import type { AlertGroup } from '#playbook/alerts/alert-group.ts';
import { answerAlert } from '#playbook/alerts/answer-alert.ts';
import type { Executor } from '#store/database.ts';
import { addSilence, decideAlert, endSilences, rememberOfGroup } from '#store/drift-answers.ts';
import { appendLedger, type LedgerEvent } from '#store/ledger.ts';
import type { Setting } from '../setting.ts';
import type { AlertForAnswer } from './alert-for-answer.ts';
import { showAlert } from './show-alert.ts';

/** Writes what somebody decided about an alert that the transaction holds, and shows it: nobody is called any more. */
export async function saveAnswer(
  setting: Setting,
  tx: Executor,
  alert: AlertForAnswer,
  answer: {
    readonly what: 'acknowledged' | 'false_alarm' | 'retrain' | 'rollback';
    readonly person: string;
    readonly reason: string;
    readonly requestId: string | null;
  },
): Promise<void> {
  const { what, person, reason, requestId } = answer;
  const now = setting.now();
  const decided = { decision: what, decidedBy: person, decidedAt: new Date(now), decisionReason: reason, requestId };
  await decideAlert(tx, alert, decided);
  await rememberOfGroup(tx, alert.rows.group, { ...answerAlert(alert.group, now) });
  await showAlert(setting, tx, alert.rows.alert);
}

/** Writes that the posts of an alert are held back, or no more (`silence` is null); one silence takes another's place. */
export async function saveSilence(
  setting: Setting,
  tx: Executor,
  alert: AlertForAnswer,
  change: {
    readonly group: AlertGroup;
    readonly by: string;
    readonly silence: { readonly until: string; readonly reason: string; readonly requestId: string | null } | null;
  },
): Promise<void> {
  const { group, silence, by } = change;
  const now = new Date(setting.now());
  const { rows } = alert;
  await endSilences(tx, rows.group.id, { endedAt: now, endedBy: by });
  if (silence !== null) {
    await addSilence(tx, {
      id: setting.newId(),
      workspaceId: setting.workspaceId,
      groupId: rows.group.id,
      alertId: alert.id,
      requestId: silence.requestId,
      person: by,
      reason: silence.reason,
      since: now,
      until: new Date(silence.until),
    });
    if (rows.alert.decision === null) {
      const { reason, requestId } = silence;
      const decided = {
        decision: 'silenced',
        decidedBy: by,
        decidedAt: now,
        decisionReason: reason,
        requestId,
      } as const;
      await decideAlert(tx, alert, decided);
    }
  }
  await rememberOfGroup(tx, rows.group, { ...group });
  await showAlert(setting, tx, rows.alert);
}

/** What one entry says of what somebody did about an alert. */
interface AlertHappening {
  readonly event: Extract<LedgerEvent, `alert_${string}`>;
  readonly actor: { readonly person: string | null; readonly slackUser: string };
  readonly requestId: string | null;
  /** In somebody's own words; the chain keeps its digest alone. */
  readonly reason: string;
  readonly details: Readonly<Record<string, Json>>;
}

/** Appends to the chain what somebody did about an alert. Call it last in the transaction that does it. */
export async function recordAlertEntry(
  setting: Setting,
  tx: Executor,
  alert: AlertForAnswer,
  { event, actor, requestId, reason, details }: AlertHappening,
): Promise<void> {
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event,
    at: new Date(setting.now()),
    ...(requestId === null ? {} : { requestId }),
    entry: {
      alert: alert.name,
      registry: alert.registry,
      model: alert.model,
      name: alert.modelName,
      version: alert.rows.alert.version,
      playbook: alert.playbook,
      rule: alert.rule.id,
      actor: { person: actor.person, slackUser: actor.slackUser },
      reason: reason === '' ? null : digestOf(reason),
      ...details,
    },
  });
}
