import fc from 'fast-check';
import type { BudgetState } from '#domain/budget.ts';
import type { CloudBudgetNotice } from '#views/cloud-budget-notice.ts';
import type { CostFileState } from '#views/cost-file.ts';
import * as any from './any-state.ts';

const { text, instant, maybe } = any;
const amount = fc.constantFrom('0', '0.004', '12.5', '123456789.99');
const currency = fc.constantFrom('EUR', 'USD', 'XTS');

export const budgetState: fc.Arbitrary<BudgetState> = fc.record({
  id: text,
  amount,
  currency,
  first: text,
  last: text,
  period: fc.constantFrom('week', 'month', 'quarter'),
  spent: maybe(amount),
  left: maybe(fc.oneof(amount, fc.constant('-12.5'))),
  spentPercent: maybe(amount),
  forecastPercent: maybe(amount),
  forecast: maybe(fc.record({ amount, least: amount, most: amount, billedThrough: text })),
  crossed: fc.constant([]),
  otherCurrencies: fc.constant([]),
});

export const cloudBudget: fc.Arbitrary<CloudBudgetNotice> = fc.record({
  crossing: fc.record({ kind: fc.constantFrom('actual', 'forecast'), percent: fc.double(), key: text }),
  message: fc.record({
    budgetId: text,
    billingAccount: text,
    name: text,
    amountType: text,
    currency,
    cost: amount,
    amount,
    intervalStart: instant,
    crossed: fc.constant([]),
    unknownSchema: maybe(text),
  }),
  source: text,
});

const span = fc.constant({ first: '2026-10-27', last: '2026-11-25' });

export const costFile: fc.Arbitrary<CostFileState> = fc.record({
  what: text,
  span,
  data: fc.record({
    firstDay: fc.constantFrom(null, '2026-10-12'),
    through: fc.constantFrom(null, '2026-11-25'),
    settledThrough: fc.constantFrom(null, '2026-11-22'),
    provisional: maybe(span),
  }),
  zone: text,
  rows: fc.nat(),
  smaller: fc.nat(),
});
