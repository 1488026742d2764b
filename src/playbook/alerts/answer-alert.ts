import { epochMs, type Instant } from '#domain/instant.ts';
import type { Criticality } from '../facts.ts';
import type { AlertRule } from '../keys.ts';
import { lengthWords } from '../words.ts';
import { type AlertGroup, criticalityOf, isHigh } from './alert-group.ts';

/** Somebody acknowledged the firing or opened what it offers: it escalates and repeats itself no further. */
export function answerAlert(group: AlertGroup, now: Instant): AlertGroup {
  return group.firingSince === null || group.answeredAt !== null ? group : { ...group, answeredAt: now };
}

const dayMs = 86_400_000;

/** For how long an alert can be silenced at most, in milliseconds. `model` is the model's criticality, null if unknown. */
export function longestSilenceMs(rule: AlertRule, model: Criticality | null): number {
  return rule.maxSilenceMs ?? (isHigh(criticalityOf(rule, model)) ? dayMs : 7 * dayMs);
}

export type Silenced =
  | { readonly ok: true; readonly group: AlertGroup }
  /** A sentence that ends with what the person can do. */
  | { readonly ok: false; readonly sentence: string };

/** Holds back the posts of a group until an instant, for a reason of at least ten characters; another one replaces it. */
export function silenceAlert(
  rule: AlertRule,
  group: AlertGroup,
  silence: { readonly until: Instant; readonly reason: string },
  model: Criticality | null,
  now: Instant,
): Silenced {
  const lasts = epochMs(silence.until) - epochMs(now);
  const longest = longestSilenceMs(rule, model);
  const reason = silence.reason.trim();
  if (lasts <= 0) return { ok: false, sentence: 'This silence would be over already. Choose an end that lies ahead.' };
  if (lasts > longest) {
    const most = lengthWords(longest);
    return { ok: false, sentence: `This alert can be silenced for at most ${most}. Choose an earlier end.` };
  }
  if (reason.length < 10) {
    return { ok: false, sentence: 'A silence needs a reason of at least 10 characters. Say why nobody has to look.' };
  }
  return { ok: true, group: { ...group, silence: { until: silence.until, reason } } };
}
