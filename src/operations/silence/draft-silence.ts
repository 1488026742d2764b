import { epochMs, instantAt } from '#domain/instant.ts';
import type { SilenceOrder } from '#domain/silence.ts';
import { Refusal } from '#errors.ts';
import { silenceAlert } from '#playbook/alerts/answer-alert.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Facts } from '#playbook/facts.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import type { Executor } from '#store/database.ts';
import type { Actor } from '../actor.ts';
import type { AlertForAnswer } from '../drift-answers/alert-for-answer.ts';
import { type Judgement, judge } from '../judge.ts';
import type { Setting } from '../setting.ts';
import { silenceFacts } from './silence-facts.ts';

/** What somebody asks for. */
export interface SilenceAsk {
  readonly alert: AlertForAnswer;
  readonly requester: Actor;
  /** From now on, in milliseconds. */
  readonly lengthMs: number;
  readonly reason: string;
}

/** A silence as it would open now; `governed` is null where no playbook says who has to agree. */
export interface DraftedSilence {
  readonly id: string;
  readonly order: SilenceOrder;
  readonly facts: Facts;
  readonly governed: { readonly policy: EffectivePolicy; readonly judged: Judgement } | null;
}

/** Drafts a silence. Throws a Refusal if it is too long or gives no reason, or if several playbooks govern it. */
export async function draftSilence(setting: Setting, db: Executor, ask: SilenceAsk): Promise<DraftedSilence> {
  const { alert, lengthMs } = ask;
  const now = setting.now();
  const until = instantAt(epochMs(now) + lengthMs);
  refuseUnlessPossible(alert, { until, reason: ask.reason }, now);
  const order = { alertId: alert.id, alert: alert.name, rule: alert.rule.id, until };
  const id = setting.newId();
  const facts = await silenceFacts(setting, db, { ...ask, id, order });
  const current = setting.playbooks();
  const selected = selectPlaybook(current.set, facts);
  if (!selected.ok) {
    if (selected.code === 'no_playbook') return { id, order, facts, governed: null };
    throw new Refusal(selected.code, selected.sentence);
  }
  const policy = effectivePolicy(current.set, selected.playbook, facts.model, facts.registry);
  return { id, order, facts, governed: { policy, judged: judge(policy, current, facts, [], now) } };
}

/** Throws a Refusal where the alert cannot be silenced so, whoever asks. */
function refuseUnlessPossible(
  alert: AlertForAnswer,
  silence: { readonly until: string; readonly reason: string },
  now: string,
): void {
  if (alert.phase === 'cleared') {
    throw new Refusal(
      'alert_ended',
      `${alert.name} has ended, so there is nothing to silence. \`/mlops drift ${alert.model}\` shows what is open.`,
    );
  }
  const silenced = silenceAlert(alert.rule, alert.group, silence, alert.modelCriticality, now);
  if (!silenced.ok) throw new Refusal('cannot_silence', silenced.sentence);
}
