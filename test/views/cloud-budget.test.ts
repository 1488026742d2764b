import { expect, test } from 'vitest';
import type { BudgetMessage } from '#domain/budget.ts';
import { cloudBudgetNotice } from '#views/cloud-budget-notice.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';

const message: BudgetMessage = {
  budgetId: 'de72f49d',
  billingAccount: '01D4EE-079462-DFD6EC',
  name: 'Fraud <!channel>',
  cost: '140.321',
  amount: '152.557',
  amountType: 'SPECIFIED_AMOUNT',
  currency: 'USD',
  intervalStart: '2026-11-01T08:00:00.000Z',
  crossed: [],
  unknownSchema: null,
};

test('a budget of the cloud says which threshold, of what, and who says so', () => {
  const spent = { kind: 'actual', percent: 90, key: 'k' } as const;
  const expected = { kind: 'forecast', percent: 120, key: 'k' } as const;
  const source = 'BigQuery billing export';
  expectGolden('cloud-budget-spent', cloudBudgetNotice({ crossing: spent, message, source }));
  const shown = cloudBudgetNotice({ crossing: expected, message: { ...message, unknownSchema: '2.0' }, source });
  const text = outline(shown.blocks, new Map());
  expect(text).toContain('expected to reach 120%');
  expect(text).toContain('in a form not known here, 2.0');
});
