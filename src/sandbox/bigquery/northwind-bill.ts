import { seededChance } from '../seeded-chance.ts';
import type { ExportRow } from './export-row.ts';

/** The table of Northwind's detailed billing export, as org.yaml names it. */
export const northwindBillTable = 'northwind-ml.billing.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_6A7B8C';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const linesADay = 6;
const account = '0A1B2C-3D4E5F-6A7B8C';

/** Something that costs each day: `euros` on a usual weekday, less at weekends by `weekend`. */
interface Meter {
  readonly labels: Readonly<Record<string, string>>;
  readonly project: string;
  readonly service: string;
  readonly sku: string;
  readonly resource: string;
  readonly euros: number;
  readonly weekend: number;
  /** How much more or less it costs on the day that lies so many days before the newest. */
  readonly times?: (ago: number) => number;
}

const prod = { env: 'prod' };
const vertex = 'Vertex AI';

/** What nobody has labelled with its owner yet is left out. */
const owners: Readonly<Record<string, string>> = {
  'fraud-scorer': 'ana',
  'credit-limit': 'kim',
  'home-ranker': 'rosa',
  'similar-items': 'rosa',
  'churn-early-warning': 'kim',
};

/** Before the last three weeks, fraud trained seldom; credit's feature store was made larger ten days ago. */
const meters: readonly Meter[] = [
  serving('fraud', 'fraud-scorer', 84, 0.92),
  training('fraud', 'fraud-scorer', 31, (ago) => (ago <= 7 ? 2.1 : 1)),
  serving('credit', 'credit-limit', 46, 0.8),
  meter('credit', 'credit-limit', 'BigQuery', 'Analysis', 'jobs/features', 29, 0.7, (ago) => (ago <= 10 ? 1.6 : 1)),
  serving('recs', 'home-ranker', 97, 1.12),
  training('recs', 'home-ranker', 22, (ago) => (ago === 3 ? 9 : 1)),
  serving('recs', 'similar-items', 38, 1.1, '7310451'),
  serving('recs', 'query-intent', 19, 1, '7310977'),
  serving('churn', 'churn-early-warning', 6, 1),
  training('logistics', 'late-arrivals', 12),
  serving('logistics', 'late-arrivals', 17, 0.9),
  {
    ...meter('recs', 'home-ranker', 'Compute Engine', 'Nvidia L4 GPU', 'instances/gpu-lab-3', 31, 1),
    labels: { team: 'recs', owner: 'rosa', env: 'dev' },
    project: 'northwind-ml-dev',
    times: (ago) => (ago <= 9 ? 1 : 0),
  },
  unlabelled('Compute Engine', 'N2 Instance Core', 'instances/scratch-vm', 8),
  unlabelled('Cloud Storage', 'Standard storage', 'buckets/northwind-old-features', 5),
  unlabelled('Networking', 'Network egress', null, 3),
  {
    ...meter('recs', 'home-ranker', 'Compute Engine', 'Nvidia L4 GPU', 'instances/ranker-tuning', 54, 1),
    labels: { team: 'recs', owner: 'rosa', env: 'dev' },
    project: 'northwind-ml-dev',
  },
];

/** A search for hyperparameters that churn's team started a few hours ago, and that ends by itself. */
const search: Meter = {
  ...training('churn', 'churn-early-warning', 126),
  labels: { team: 'churn', model: 'churn-early-warning', env: 'dev', owner: 'kim' },
  resource: 'trainingPipelines/churn-search',
  weekend: 1,
};
const searchHours = { before: 8, after: 4 };

function meter(
  team: string,
  model: string,
  service: string,
  sku: string,
  resource: string,
  euros: number,
  weekend: number,
  times?: Meter['times'],
): Meter {
  const owner = owners[model];
  const labels = { team, model, ...prod, ...(owner === undefined ? {} : { owner }) };
  const common = { labels, project: 'northwind-ml', service, sku, resource, euros, weekend };
  return times === undefined ? common : { ...common, times };
}

/** `endpoint` is its id, where Vertex AI has it. */
function serving(team: string, model: string, euros: number, weekend: number, endpoint = model): Meter {
  return meter(team, model, vertex, 'Prediction on N1 Instance Core', `endpoints/${endpoint}`, euros, weekend);
}

function training(team: string, model: string, euros: number, times?: Meter['times']): Meter {
  return meter(team, model, vertex, 'Training on A2 Instance Core', `trainingPipelines/${model}`, euros, 0.2, times);
}

function unlabelled(service: string, sku: string, resource: string | null, euros: number): Meter {
  const project = resource === null ? 'northwind-ml' : 'northwind-sandbox';
  return { labels: {}, project, service, sku, resource: resource ?? '', euros, weekend: 1 };
}

/**
 * What Northwind is billed from `before` days before a moment to `after` days after it, in UTC: weekdays and weekends,
 * noise, credits, a line that is taken back now and then, spend without labels, machines that were left on, and a team
 * that spends fast at the moment. The same
 * day always costs the same, whenever it is asked for, but what grew lately grew before that moment.
 */
export function northwindBill(
  nowMs: number,
  days: { readonly before: number; readonly after: number },
): readonly ExportRow[] {
  const today = Math.floor(nowMs / dayMs);
  const rows: ExportRow[] = [];
  for (let day = today - days.before; day <= today + days.after; day += 1) {
    for (const [n, one] of meters.entries()) {
      const own = rowsOf(one, day, n, today - 1 - day);
      const [first] = own;
      rows.push(...own);
      if (first !== undefined && (day + 7 * n) % 41 === 0) rows.push(takenBack(first, day));
    }
  }
  const within = ({ usage_start_time: at }: ExportRow) => {
    const hours = (Date.parse(at) - nowMs) / hourMs;
    return hours > -searchHours.before && hours <= searchHours.after;
  };
  for (let day = today - 1; day <= today + 1; day += 1)
    rows.push(...rowsOf(search, day, meters.length, 0).filter(within));
  return rows;
}

/** A line for every four hours of use. */
function rowsOf(one: Meter, day: number, n: number, ago: number): readonly ExportRow[] {
  const chance = seededChance(day * 64 + n);
  const weekday = (day + 3) % 7;
  const share = (weekday >= 5 ? one.weekend : 1) * (one.times?.(ago) ?? 1) * (0.94 + 0.12 * chance.next());
  const cost = Math.round((one.euros * share * 1e6) / linesADay) / 1e6;
  if (cost === 0) return [];
  const serving = one.sku.startsWith('Prediction');
  const name = one.resource === '' ? null : one.resource;
  return Array.from({ length: linesADay }, (_, part): ExportRow => {
    const startMs = day * dayMs + ((part * 24) / linesADay) * hourMs;
    return {
      billing_account_id: account,
      ...times(startMs, 14),
      invoice: { month: monthOf(startMs) },
      cost_type: 'regular',
      service: { id: one.service, description: one.service },
      sku: { id: one.sku, description: one.sku },
      project: { id: one.project, name: one.project, labels: [] },
      labels: Object.entries(one.labels).map(([key, value]) => ({ key, value })),
      tags: [],
      location: { region: 'europe-west4' },
      resource:
        name === null ? null : { name: name.split('/').at(-1) ?? name, global_name: globalName(one.project, name) },
      cost,
      currency: 'EUR',
      currency_conversion_rate: 0.92,
      usage: usageOf(one.sku, cost),
      credits: serving
        ? [{ name: 'Committed use', type: 'COMMITTED_USAGE_DISCOUNT', amount: -Math.round(cost * 0.12 * 1e6) / 1e6 }]
        : [],
      adjustment_info: null,
    };
  });
}

/** What a unit of each thing costs; machines by the hour. */
const prices: ReadonlyMap<string, readonly [unit: string, euros: number]> = new Map([
  ['Analysis', ['tebibyte', 5.75]],
  ['Standard storage', ['gibibyte month', 0.018]],
  ['Network egress', ['gibibyte', 0.08]],
  ['Nvidia L4 GPU', ['hour', 0.56]],
  ['Training on A2 Instance Core', ['hour', 1.35]],
  ['Prediction on N1 Instance Core', ['hour', 0.19]],
]);

function usageOf(sku: string, cost: number): ExportRow['usage'] {
  const [pricing_unit, euros] = prices.get(sku) ?? ['hour', 0.035];
  return { amount_in_pricing_units: Math.round((cost / euros) * 1e6) / 1e6, pricing_unit };
}

/** As Google's detailed export names them; what is in no zone or region is named by its project alone. */
function globalName(project: string, name: string): string {
  const within = `projects/${project}`;
  if (name.startsWith('instances/')) return `//compute.googleapis.com/${within}/zones/europe-west4-a/${name}`;
  if (/^(endpoints|trainingPipelines)\//.test(name))
    return `//aiplatform.googleapis.com/${within}/locations/europe-west4/${name}`;
  if (name.startsWith('buckets/')) return `//storage.googleapis.com/projects/_/${name}`;
  return `//bigquery.googleapis.com/${within}/${name}`;
}

/** Some of it comes back twelve days later, on another invoice if need be. */
function takenBack(row: ExportRow, day: number): ExportRow {
  const exportedMs = (day + 12) * dayMs;
  return {
    ...row,
    export_time: new Date(exportedMs).toISOString(),
    invoice: { month: monthOf(exportedMs) },
    cost_type: 'adjustment',
    cost: -Math.round(row.cost * 0.6 * 1e6) / 1e6,
    usage: null,
    credits: [],
    adjustment_info: { id: `A-${day}`, type: 'USAGE_CORRECTION' },
  };
}

function times(startMs: number, lateHours: number) {
  return {
    usage_start_time: new Date(startMs).toISOString(),
    usage_end_time: new Date(startMs + hourMs).toISOString(),
    export_time: new Date(startMs + lateHours * hourMs).toISOString(),
  };
}

function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7).replace('-', '');
}
