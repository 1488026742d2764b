import { shiftDay } from '#cost/day.ts';
import { Refusal } from '#errors.ts';
import { anomalyById, changeAnomaly, lockAnomaly } from '#store/cost-anomalies.ts';
import type { AnomalyCard } from '#views/cost-anomaly.ts';
import { type ClaimsAct, listedIn, recordClaims } from '../claims/record-claims.ts';
import { rowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { reportingDay } from './reporting-day.ts';
import { showAnomaly } from './show-anomaly.ts';

/** What somebody says of days that stand out. */
export type AnomalyAnswer =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'explain'; readonly reason: string }
  | { readonly kind: 'mute'; readonly reason: string; readonly days: number };

const mostMutedDays = 30;

/** Days that stand out, as their message shows them now. Throws an Error if there are none. */
export async function anomalyCardOf(setting: Setting, id: string): Promise<AnomalyCard> {
  const row = await anomalyById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no anomaly ${id}`);
  const names = await readNames(setting, setting.db);
  const { team, service, model, currency, anomaly, moved, corrected } = row;
  const { explanation, explainedBy, mutedUntil, mutedBy, acknowledgedBy } = row;
  return {
    team,
    service,
    model,
    currency,
    anomaly,
    moved,
    corrected,
    acknowledgedBy: acknowledgedBy === null ? null : names.of(acknowledgedBy),
    explanation: explanation === null ? null : { text: explanation, by: names.of(explainedBy ?? '') },
    muted:
      mutedUntil === null ? null : { until: mutedUntil, reason: row.muteReason ?? '', by: names.of(mutedBy ?? '') },
    press: rowPress(setting, 'anomaly', id),
  };
}

/** The card, for a form about it. Throws a Refusal for whoever is not listed. */
export async function anomalyToAnswer(setting: Setting, act: ClaimsAct): Promise<AnomalyCard> {
  await listedIn(setting, act);
  return await anomalyCardOf(setting, act.id);
}

/**
 * Records that somebody looks into it, why it cost more, or that nothing new shall be told of it for some days. Throws a
 * Refusal for whoever is not listed, without a reason, and for a length of time that is not offered.
 */
export async function answerAnomaly(
  setting: Setting,
  act: ClaimsAct & { readonly answer: AnomalyAnswer },
): Promise<void> {
  const { answer } = act;
  const actor = await listedIn(setting, act);
  refuseUnlessSound(answer);
  await setting.db.transaction(async (tx) => {
    const row = await lockAnomaly(tx, setting.workspaceId, act.id);
    if (row === null)
      throw new Refusal('no_such_question', 'This is not known here. `/mlops cost` shows what is spent.');
    if (answer.kind === 'acknowledge' && row.acknowledgedBy !== null) return;
    await changeAnomaly(tx, row, changeFor(setting, answer, actor.person));
    await showAnomaly(setting, tx, row);
    const { kind, ...said } = answer;
    await recordClaims(setting, tx, 'cost_anomaly_answered', actor, { anomaly: row.id, answer: kind, ...said });
  });
}

function refuseUnlessSound(answer: AnomalyAnswer): void {
  if (answer.kind === 'acknowledge') return;
  if (answer.reason.trim() === '') throw new Refusal('no_reason', 'Write why, so that others can read it later.');
  if (answer.kind === 'mute' && !(Number.isInteger(answer.days) && answer.days > 0 && answer.days <= mostMutedDays)) {
    throw new Refusal('mute_length', `Nothing is muted for longer than ${mostMutedDays} days. Choose a shorter time.`);
  }
}

function changeFor(setting: Setting, answer: AnomalyAnswer, person: string): Parameters<typeof changeAnomaly>[2] {
  switch (answer.kind) {
    case 'acknowledge':
      return { acknowledgedBy: person, acknowledgedAt: new Date(setting.now()) };
    case 'explain':
      return { explanation: answer.reason.trim(), explainedBy: person };
    case 'mute':
      return {
        mutedUntil: shiftDay(reportingDay(setting), answer.days),
        muteReason: answer.reason.trim(),
        mutedBy: person,
      };
  }
}
