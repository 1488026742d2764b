import type { SilenceOrder } from '#domain/silence.ts';
import { Refusal } from '#errors.ts';
import { silenceAlert } from '#playbook/alerts/answer-alert.ts';
import type { Executor } from '#store/database.ts';
import type { AlertForAnswer } from '../drift-answers/alert-for-answer.ts';
import { recordAlertEntry, saveSilence } from '../drift-answers/save-answer.ts';
import type { Setting } from '../setting.ts';

/** A silence that is to begin, with who asked for it and why. */
export interface BeginningSilence extends SilenceOrder {
  readonly by: { readonly slackUser: string; readonly person: string };
  readonly reason: string;
  /** The request that asked for it; null where none had to. */
  readonly request: { readonly id: string; readonly number: number } | null;
}

/**
 * Holds back the posts of an alert until an end, with its ledger entry. Part of the transaction that holds the alert.
 * Throws a Refusal where that is not possible any more.
 */
export async function beginSilence(
  setting: Setting,
  tx: Executor,
  alert: AlertForAnswer,
  silence: BeginningSilence,
): Promise<void> {
  const { until, reason, by, request } = silence;
  const result = silenceAlert(alert.rule, alert.group, { until, reason }, alert.modelCriticality, setting.now());
  if (!result.ok) throw new Refusal('cannot_silence', result.sentence);
  await saveSilence(setting, tx, alert, {
    group: result.group,
    by: by.person,
    silence: { until, reason, requestId: request?.id ?? null },
  });
  await recordAlertEntry(setting, tx, alert, {
    event: 'alert_silenced',
    actor: by,
    requestId: request?.id ?? null,
    reason,
    details: { until, request: request === null ? null : `R-${request.number}` },
  });
}
