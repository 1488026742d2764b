import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fastSpend } from '#cost/velocity.ts';
import { decimal, decimalText, subtract } from '#domain/decimal.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { northwindBill, northwindBillTable } from '#sandbox/bigquery/northwind-bill.ts';
import { type PretendBigQuery, startPretendBigQuery } from '#sandbox/bigquery/server.ts';
import { connectCosts } from '../../src/connect-costs.ts';
import { shipped } from '../playbook/random-text.ts';

const now = Date.parse('2036-11-26T10:00:00Z');

describe("Northwind's bill", () => {
  let bigquery: PretendBigQuery;
  beforeAll(async () => {
    bigquery = await startPretendBigQuery();
    await bigquery.put({
      name: northwindBillTable,
      kind: 'detailed',
      rows: northwindBill(now, { before: 40, after: 5 }),
    });
  });
  afterAll(() => bigquery.close());

  it('is read through the connection that the shipped org.yaml names', async () => {
    const loaded = loadPlaybooks(shipped);
    if (!loaded.ok) throw new Error('the shipped playbooks do not load');
    const { org } = loaded.set;
    const sources = connectCosts(org, () => ({
      url: bigquery.url,
      username: null,
      password: null,
      token: null,
      webhookSecret: null,
    }));
    const bill = sources.get('billing');
    const window = {
      first: '2036-10-28',
      last: '2036-11-25',
      zone: 'Europe/Amsterdam',
      labelKeys: ['team', 'model', 'env'],
    };
    const { lines = [], resources = [], watermark = null } = (await bill?.read(window)) ?? {};
    const teams = new Set(lines.map(({ labels }) => labels['team']?.value ?? null));
    expect(teams).toEqual(new Set(['fraud', 'credit', 'recs', 'churn', 'logistics', null]));
    expect(resources.some(({ resource }) => resource.endsWith('gpu-lab-3'))).toBe(true);
    expect(lines.some(({ category, gross }) => category === 'adjustment' && gross.startsWith('-'))).toBe(true);
    for (const { gross, credits, billed } of lines) {
      expect(decimalText(subtract(decimal(billed), decimal(credits)))).toBe(decimalText(decimal(gross)));
    }
    expect(watermark).not.toBeNull();
  });

  it.each([0, 3, 7, 12, 16, 22])('has one team that spends fast at %d:00, and whose day is as usual so far', (hour) => {
    const at = Date.parse('2036-11-26T00:00:00Z') + hour * 3_600_000;
    const rows = northwindBill(at, { before: 20, after: 1 }).filter(
      ({ usage_start_time: start, cost_type: type }) => Date.parse(start) <= at && type === 'regular',
    );
    const teams = Map.groupBy(rows, ({ labels }) => labels.find(({ key }) => key === 'team')?.value ?? null);
    const fast = [...teams].flatMap(([team, own]) => {
      const hours = own.map(({ usage_start_time: start, cost }) => ({ hour: start, amount: String(cost) }));
      const found = fastSpend(hours, 25);
      return found === null ? [] : [[team, Number(found.actual) - Number(found.usual)] as const];
    });
    expect(fast.map(([team]) => team)).toEqual(['churn']);
    expect(fast[0]?.[1]).toBeLessThan(50);
  });

  it('says the same of a day whenever it is asked', () => {
    const [then, later] = [
      northwindBill(now, { before: 60, after: 0 }),
      northwindBill(now + 86_400_000, { before: 61, after: 0 }),
    ];
    const serving = (rows: typeof then) =>
      rows.filter(({ sku, usage_start_time: at }) => sku.id.startsWith('Prediction') && at < '2036-11-20');
    expect(serving(then)).toEqual(serving(later));
  });
});
