import type { CostLine, CostSource, ResourceCost } from '#domain/cost.ts';

/** 35 days of 2,000 combinations of labels, a line each; 200 of them are resources a day. A ninth have no labels. */
export const madeDays = { first: '2026-10-23', last: '2026-11-26' };
export const combinations = 2_000;
export const teams = 20;

const days = 35;
const resourcesADay = 200;

/** A bill that is answered at once, so that what is measured is what becomes of it. */
export function madeBill(): CostSource {
  const lines = Array.from({ length: days }, (_, day) =>
    Array.from({ length: combinations }, (__, at) => lineOf(dayAt(day), at)),
  ).flat();
  const resources = lines.filter((_, at) => at % combinations < resourcesADay).map(resourceOf);
  const slice = { lines, resources, watermark: '2026-11-26T01:00:00.000Z' };
  return {
    title: 'a bill of the bench',
    lacks: [],
    read: async () => slice,
    firstDay: async () => madeDays.first,
    check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
  };
}

function lineOf(day: string, at: number): CostLine {
  const label = (value: string) => ({ value, from: 'resource' as const });
  const amount = `${(at * 7919) % 1000}.${String((at * 104_729) % 1_000_000).padStart(6, '0')}`;
  return {
    day,
    billingPeriod: day.slice(0, 7),
    provider: 'Google Cloud',
    account: '0A1B2C-3D4E5F-6A7B8C',
    project: `project-${at % 40}`,
    service: `Service ${at % 8}`,
    sku: `SKU ${at % 30}`,
    region: 'europe-west4',
    category: 'usage',
    labels:
      at % 9 === 0
        ? {}
        : {
            team: label(`team-${at % teams}`),
            model: label(`model-${at % 200}`),
            env: label(['prod', 'dev', 'test'][at % 3] ?? 'prod'),
          },
    runBillingId: null,
    currency: 'EUR',
    gross: amount,
    credits: '0',
    billed: amount,
    effective: amount,
    lines: 40,
  };
}

function resourceOf(line: CostLine, at: number): ResourceCost {
  const { billingPeriod: _, category: __, runBillingId: ___, region: ____, ...rest } = line;
  return { ...rest, resource: `//things/${at % resourcesADay}` };
}

function dayAt(day: number): string {
  return new Date(Date.parse(`${madeDays.first}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);
}
