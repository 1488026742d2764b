import { z } from 'zod';
import { check } from './check.ts';
import { predicates } from './predicates.ts';
import { evidenceIds } from './rules.ts';
import { escalation } from './timing.ts';
import { action, alias, channel, criticality, duration, id, list, percent, text } from './values.ts';

export const autoApprove = z
  .strictObject({
    if: predicates,
    needs: z.strictObject({ evidence: evidenceIds }),
    because: text(300),
    sample: z
      .strictObject({ rate: percent, by: list(id), within: duration })
      .transform(({ rate, by, within }) => ({ ratePercent: rate, by, withinMs: within }))
      .optional(),
  })
  .transform((keys) => ({
    if: keys.if,
    evidence: keys.needs.evidence,
    because: keys.because,
    sample: keys.sample ?? null,
  }));

export const breakGlass = z
  .strictObject({
    by: list(id),
    count: z.int().min(1).max(20).default(2),
    only_for: list(action),
    valid_for: duration.default(4 * 3_600_000),
    review: z
      .strictObject({ by: list(id), within: duration, if_missed: z.enum(['escalate', 'rollback']) })
      .transform(({ by, within, if_missed }) => ({ by, withinMs: within, ifMissed: if_missed })),
  })
  .transform(({ by, count, only_for, valid_for, review }) => ({
    by,
    count,
    onlyFor: only_for,
    validForMs: valid_for,
    review,
  }));

const obligation = z
  .strictObject({
    what: text(200),
    check,
    every: duration,
    for: duration,
    else: z.enum(['ask_again', 'rollback', 'escalate']),
  })
  .transform(({ every, for: lasts, ...rest }) => ({ ...rest, everyMs: every, forMs: lasts }));

const rolloutStep = z
  .strictObject({ traffic: percent, for: duration.optional(), stop_if: predicates.optional() })
  .transform(({ traffic, for: lasts, stop_if }) => ({
    trafficPercent: traffic,
    forMs: lasts ?? null,
    stopIf: stop_if ?? null,
  }));

export const afterApproval = z
  .strictObject({
    set: z.strictObject({ alias: alias.optional(), tags: z.record(text(128), text(500)).optional() }).optional(),
    rollout: z
      .array(rolloutStep)
      .min(1)
      .refine(
        (steps) => steps.every((step, i) => step.trafficPercent > (steps[i - 1]?.trafficPercent ?? 0)),
        'each step takes more traffic than the one before',
      )
      .refine((steps) => steps.at(-1)?.trafficPercent === 100, 'the last step takes 100%')
      .optional(),
    obligations: z.array(obligation).optional(),
    promote_to: alias.optional(),
  })
  .transform(({ set, rollout, obligations, promote_to }) => ({ set, rollout, obligations, promoteTo: promote_to }));

export const alert = z
  .strictObject({
    id,
    when: predicates,
    clear_when: predicates,
    group_by: list(z.enum(['model', 'signal', 'feature'])).default(['model', 'signal']),
    at_most: z
      .string()
      .regex(/^[1-9]\d{0,2} per [1-9]\d{0,4}[mhdw]$/, 'this is written 1 per 6h')
      .default('1 per 6h'),
    criticality: criticality.optional(),
    to: z.union([id, channel], 'this is a role or a channel').optional(),
    escalate: z.array(escalation).default([]),
    offers: z.array(action).default([]),
    no_data_after: duration.default(86_400_000),
    max_silence: duration.optional(),
    drill_every: duration
      .refine((ms) => ms >= 86_400_000, 'drills are at least a day apart: each posts an alert')
      .optional(),
  })
  .transform((keys) => ({
    id: keys.id,
    when: keys.when,
    clearWhen: keys.clear_when,
    groupBy: keys.group_by,
    atMost: rate(keys.at_most),
    criticality: keys.criticality ?? null,
    to: keys.to ?? null,
    escalate: keys.escalate,
    offers: keys.offers,
    noDataAfterMs: keys.no_data_after,
    maxSilenceMs: keys.max_silence ?? null,
    drillEveryMs: keys.drill_every ?? null,
  }));

function rate(text: string) {
  const [count = '1', , per = '6h'] = text.split(' ');
  return { count: Number(count), perMs: duration.parse(per) };
}
