import { z } from 'zod';
import { localMs, weekMinutes } from '../freeze.ts';
import { action, channel, duration, id, list, localTime, text, zone } from './values.ts';

const freezeKeys = { name: text(80), zone, actions: list(action).default(['promote', 'traffic', 'retire']) };

export const weekTime = z
  .string()
  .refine((value) => weekMinutes(value) !== null, 'a weekly time is written "fri 17:00"')
  .meta({
    pattern: String.raw`^(mon|tue|wed|thu|fri|sat|sun) (([01]\d|2[0-3]):[0-5]\d|24:00)$`,
    description: 'a weekly time, as "fri 17:00"',
  });

/** For the JSON Schema: 24:00 can only end something. */
const neverMidnight = { not: { pattern: '24:00$' } };

const once = z
  .strictObject({ ...freezeKeys, from: localTime.meta(neverMidnight), to: localTime })
  .refine(({ from, to }) => (localMs(from) ?? 0) < (localMs(to) ?? 0), {
    message: 'this freeze ends before it starts',
    path: ['to'],
  })
  .refine(({ from }) => !from.endsWith('T24:00'), { message: '24:00 can only end a freeze', path: ['from'] });

const weekly = z.strictObject({
  ...freezeKeys,
  weekly: z
    .strictObject({ from: weekTime.meta(neverMidnight), to: weekTime })
    .refine(({ from, to }) => from !== to, { message: 'this freeze has no length', path: ['to'] })
    .refine(({ from }) => !from.endsWith('24:00'), { message: '24:00 can only end a freeze', path: ['from'] }),
});

const freeze = z.union([once, weekly]);

export const timing = z
  .strictObject({
    freeze: z.array(freeze).optional(),
    wait_after_approval: duration.optional(),
    expires_after: duration.optional(),
    execute_within: duration.optional(),
  })
  .transform((keys) => ({
    freeze: keys.freeze,
    waitAfterApprovalMs: keys.wait_after_approval,
    expiresAfterMs: keys.expires_after,
    executeWithinMs: keys.execute_within,
  }));

/** `{after, to}`: a role, `owner` or a channel. */
export const escalation = z
  .strictObject({ after: duration, to: z.union([id, channel], 'this is a role, owner or a channel') })
  .transform(({ after, to }) => ({ afterMs: after, to }));

export const ask = z
  .strictObject({
    channel: channel.optional(),
    first: z
      .array(
        z
          .strictObject({
            role: id,
            mode: z.enum(['all', 'lightest_load']).default('all'),
            count: z.int().min(1).optional(),
          })
          .transform(({ role, mode, count }) => ({ role, mode, count: count ?? null })),
      )
      .optional(),
    remind_every: duration.optional(),
    escalate: z.array(escalation).optional(),
    on_expiry: z.enum(['expire', 'extend_once']).optional(),
  })
  .transform((keys) => ({
    channel: keys.channel,
    first: keys.first,
    remindEveryMs: keys.remind_every,
    escalate: keys.escalate,
    onExpiry: keys.on_expiry,
  }));
