import { describe, expect, it } from 'vitest';
import { readBudgetPush } from '#adapters/costs/bigquery/budget-push.ts';

const said = { budgetDisplayName: 'Fraud', costAmount: 140.321 };
const attributes = { billingAccountId: '01D4EE', budgetId: 'de72f49d', schemaVersion: '1.0' };
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const wrapped = (data: unknown) =>
  bytes({ message: { messageId: '136', data: bytes(data).toString('base64'), attributes } });

describe('a push of a budget', () => {
  it('is read with its wrapping', () => {
    expect(readBudgetPush({}, wrapped(said))).toEqual({ id: '136', data: said, attributes });
  });

  it('is read without it, by the headers that attributes are written to', () => {
    const headers = { 'x-goog-pubsub-message-id': '137', billingaccountid: '01D4EE', budgetid: 'de72f49d' };
    expect(readBudgetPush(headers, bytes(said))).toEqual({
      id: '137',
      data: said,
      attributes: { billingAccountId: '01D4EE', budgetId: 'de72f49d' },
    });
  });

  it('has an id, the same each time, also where it cannot be read', () => {
    const [first, again, other] = ['{', '{', '['].map((body) => readBudgetPush({}, bytes(body)));
    expect(first).toEqual({ id: expect.stringMatching(/^body [0-9a-f]{64}$/), data: undefined, attributes: {} });
    expect(again?.id).toBe(first?.id);
    expect(other?.id).not.toBe(first?.id);
    expect(readBudgetPush({}, wrapped('{')).data).toBeUndefined();
    expect(readBudgetPush({ 'x-goog-pubsub-message-id': 'x'.repeat(201) }, bytes('{')).id).toBe(first?.id);
  });
});
