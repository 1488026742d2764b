import { z } from 'zod';
import type { BudgetMessage } from '#domain/budget.ts';

export type BudgetMessageReading =
  | { readonly ok: true; readonly message: BudgetMessage }
  | { readonly ok: false; readonly because: string };

const body = z.object({
  budgetDisplayName: z.string(),
  costAmount: z.number(),
  costIntervalStart: z.iso.datetime({ offset: true }),
  budgetAmount: z.number(),
  budgetAmountType: z.string(),
  currencyCode: z.string().regex(/^[A-Z]{3}$/),
  alertThresholdExceeded: z.number().optional(),
  forecastThresholdExceeded: z.number().optional(),
});

const attributes = z.object({
  billingAccountId: z.string().min(1),
  budgetId: z.string().min(1),
  schemaVersion: z.string().default(''),
});

/**
 * Reads the data (already JSON) and the attributes of a budget's Pub/Sub message.
 * https://docs.cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications
 */
export function readBudgetMessage(data: unknown, given: unknown): BudgetMessageReading {
  const [said, about] = [body.safeParse(data), attributes.safeParse(given)];
  if (!about.success) return { ok: false, because: lacking('attributes', about.error) };
  if (!said.success) return { ok: false, because: lacking('data', said.error) };
  const { budgetId, billingAccountId, schemaVersion } = about.data;
  const { costIntervalStart, alertThresholdExceeded, forecastThresholdExceeded, ...rest } = said.data;
  const intervalStart = new Date(costIntervalStart).toISOString();
  const crossing = (kind: 'actual' | 'forecast', share: number | undefined) =>
    share === undefined
      ? []
      : [{ kind, percent: Number((share * 100).toFixed(6)), key: `${budgetId}/${intervalStart}/${kind}/${share}` }];
  return {
    ok: true,
    message: {
      budgetId,
      billingAccount: billingAccountId,
      name: rest.budgetDisplayName,
      cost: String(rest.costAmount),
      amount: String(rest.budgetAmount),
      amountType: rest.budgetAmountType,
      currency: rest.currencyCode,
      intervalStart,
      crossed: [...crossing('actual', alertThresholdExceeded), ...crossing('forecast', forecastThresholdExceeded)],
      unknownSchema: schemaVersion === '1.0' ? null : schemaVersion,
    },
  };
}

function lacking(where: string, error: z.ZodError): string {
  const first = error.issues[0];
  const at = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`;
  return `The ${where} of the budget message cannot be read${at}: ${first?.message ?? 'unknown'}.`;
}
