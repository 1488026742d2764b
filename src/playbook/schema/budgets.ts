import { z } from 'zod';
import type { OrgBudget } from '../organization.ts';
import { anyList, channel, id, list, text } from './values.ts';

/** `80%` read as 80; unlike other percentages it may be above 100%. */
const threshold = z
  .string()
  .regex(/^[1-9]\d{0,2}%$/, 'a threshold is a whole percentage of the amount, as 80% or 120%')
  .transform((value) => Number(value.slice(0, -1)));

const thresholds = { actual: ['80%', '100%'], forecast: ['100%'] };

const budget = z
  .strictObject({
    id,
    labels: z.record(text(63), list(text(63))).default({}),
    amount: z.number('an amount is a number above zero, as 20000').positive('an amount is above zero'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency is three capital letters, as EUR')
      .optional(),
    period: z.enum(['week', 'month', 'quarter']).default('month'),
    thresholds: z
      .strictObject({
        actual: anyList(threshold).default([80, 100]),
        forecast: anyList(threshold).default([100]),
      })
      .prefault(thresholds),
    owner: id.optional(),
    channel: channel.optional(),
  })
  .transform(
    (keys): OrgBudget => ({
      id: keys.id,
      labels: keys.labels,
      amount: keys.amount,
      currency: keys.currency ?? null,
      period: keys.period,
      thresholds: keys.thresholds,
      owner: keys.owner ?? null,
      channel: keys.channel ?? null,
    }),
  );

/** Money that parts of the bill may take. */
export const budgets = z.array(budget);
