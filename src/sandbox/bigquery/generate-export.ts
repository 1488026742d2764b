import { type Chance, seededChance } from '../seeded-chance.ts';
import type { ExportRow } from './export-row.ts';

export interface ExportSettings {
  readonly seed: number;
  /** The first day of use in UTC, as `2026-10-01`. */
  readonly first: string;
  readonly days: number;
  /** Lines a day, before corrections. */
  readonly linesADay: number;
}

/** The namespace whose tags are meant to count; the generator also sets others. */
export const exportNamespace = '1046205914';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const accounts = [
  { id: '0A1B2C-3D4E5F-6A7B8C', currency: 'EUR', rate: 0.92 },
  { id: '1B2C3D-4E5F6A-7B8C9D', currency: 'USD', rate: 1 },
] as const;

const services = [
  {
    service: 'Vertex AI',
    skus: ['Training on A2 Instance Core', 'Prediction on N1 Instance Core', 'Online feature store'],
  },
  { service: 'Compute Engine', skus: ['N2 Instance Core', 'Nvidia L4 GPU', 'Network egress'] },
  { service: 'Cloud Storage', skus: ['Standard storage'] },
  { service: 'BigQuery', skus: ['Analysis', 'Active storage'] },
] as const;

const projects = [
  { id: 'northwind-fraud-prod', labels: [label('team', 'risk'), label('env', 'prod')] },
  { id: 'northwind-ml-dev', labels: [label('env', 'dev')] },
  { id: 'northwind-search', labels: [label('team', 'search'), label('env', '')] },
  { id: 'northwind-sandbox', labels: [] },
] as const;

const models = ['fraud-scorer', 'churn', 'ranker', 'demand'];
const teams = ['risk', 'search', 'growth', ''];

/**
 * A made-up detailed export with what real ones have: lines that come days after their use or in another order, lines
 * taken back with a later invoice, credits and credits taken back, two billing accounts with a currency each, resources
 * whose team changes in the middle, labels on resource, project and tags of two namespaces, empty labels, lines of no
 * project, tax, and amounts that a double cannot hold. The same settings give the same rows.
 */
export function generateExport({ seed, first, days, linesADay }: ExportSettings): readonly ExportRow[] {
  const chance = seededChance(seed);
  const startMs = Date.parse(`${first}T00:00:00Z`);
  const rows: ExportRow[] = [];
  for (let day = 0; day < days; day += 1) {
    for (let n = 0; n < linesADay; n += 1) {
      const row = usage(chance, startMs + day * dayMs, day >= days / 2);
      rows.push(row);
      if (chance.odds(0.08)) rows.push(...takenBack(chance, row));
    }
    if (chance.odds(0.15)) rows.push(taxOf(chance, startMs + day * dayMs));
  }
  return rows
    .map((row) => ({ row, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

function usage(chance: Chance, dayStartMs: number, later: boolean): ExportRow {
  const account = chance.one(accounts);
  const { service, skus } = chance.one(services);
  const sku = chance.one(skus);
  const project = chance.odds(0.06) ? null : chance.one(projects);
  const usedMs = dayStartMs + chance.whole(0, 23) * hourMs;
  const resource = `//${slug(service)}.googleapis.com/projects/${project?.id ?? 'none'}/things/${chance.whole(1, 12)}`;
  const cost = amountOf(chance);
  return {
    billing_account_id: account.id,
    ...times(usedMs, usedMs + hourMs, usedMs + lateness(chance)),
    invoice: { month: monthOf(usedMs) },
    cost_type: 'regular',
    service: { id: slug(service), description: service },
    sku: { id: slug(sku), description: sku },
    project: project === null ? null : { id: project.id, name: project.id, labels: project.labels },
    labels: ownLabels(chance, later),
    tags: ownTags(chance),
    location: { region: chance.one(['europe-west4', 'us-central1', null]) },
    resource:
      project === null || chance.odds(0.2)
        ? null
        : { name: resource.split('/').at(-1) ?? null, global_name: chance.odds(0.9) ? resource : null },
    cost,
    currency: account.currency,
    currency_conversion_rate: account.rate,
    usage: usageOf(cost),
    credits: creditsOf(chance, cost),
    adjustment_info: null,
  };
}

/** At a price of a quarter. */
function usageOf(cost: number): ExportRow['usage'] {
  return { amount_in_pricing_units: Math.round(cost * 4e6) / 1e6, pricing_unit: 'hour' };
}

/** Most lines come within hours, some within days, a few after weeks. */
function lateness(chance: Chance): number {
  if (chance.odds(0.05)) return chance.whole(8, 30) * dayMs;
  return chance.odds(0.25) ? chance.whole(1, 4) * dayMs : chance.whole(2, 20) * hourMs;
}

/** From far below a cent to hundreds; a tenth are sums of doubles, which are a little off. */
function amountOf(chance: Chance): number {
  const units = chance.whole(1, 10 ** chance.whole(1, 9));
  return chance.odds(0.1) ? units / 1e6 + 0.1 + 0.2 : units / 1e6;
}

function creditsOf(chance: Chance, cost: number): ExportRow['credits'] {
  const credit = (name: string, type: string, share: number) => ({
    name,
    type,
    amount: -Math.round(cost * share * 1e6) / 1e6,
  });
  if (chance.odds(0.6)) return [];
  const discount = credit('Sustained usage', 'SUSTAINED_USAGE_DISCOUNT', 0.1);
  return chance.odds(0.3) ? [discount, credit('Spring', 'PROMOTION', 0.25)] : [discount];
}

function ownLabels(chance: Chance, later: boolean): ExportRow['labels'] {
  if (chance.odds(0.25)) return [];
  const model = chance.one(models);
  const team = later && model === 'churn' ? 'growth' : chance.one(teams);
  return [
    ...(chance.odds(0.7) ? [label('team', team)] : []),
    label('model', model),
    ...(chance.odds(0.5) ? [label('env', chance.one(['prod', 'dev', 'staging']))] : []),
    ...(chance.odds(0.3) ? [label('vertex-ai-pipelines-run-billing-id', String(chance.whole(1, 9)))] : []),
  ];
}

function ownTags(chance: Chance): ExportRow['tags'] {
  if (chance.odds(0.7)) return [];
  const tag = (value: string, inherited: boolean, namespace: string) => ({ key: 'team', value, inherited, namespace });
  return [
    tag('someone-else', false, 'another-namespace'),
    ...(chance.odds(0.5) ? [tag('platform', true, exportNamespace)] : []),
    ...(chance.odds(0.5) ? [tag('search', false, exportNamespace)] : []),
  ];
}

/** The line once more with the signs turned, in a later invoice, and often the line as it should have been. */
function takenBack(chance: Chance, row: ExportRow): readonly ExportRow[] {
  const againMs = Date.parse(row.export_time) + chance.whole(1, 35) * dayMs;
  const later = { ...row, export_time: new Date(againMs).toISOString(), invoice: { month: monthOf(againMs) } };
  const info = { id: `correction-${chance.whole(1, 1_000_000)}`, type: 'CORRECTION' };
  const negated: ExportRow = {
    ...later,
    cost: -row.cost,
    usage: usageOf(-row.cost),
    credits: row.credits.map((credit) => ({ ...credit, amount: -credit.amount })),
    adjustment_info: info,
  };
  const amount = amountOf(chance);
  const right = { ...later, cost: amount, usage: usageOf(amount), credits: [], adjustment_info: info };
  return chance.odds(0.6) ? [negated, right] : [negated];
}

function taxOf(chance: Chance, dayStartMs: number): ExportRow {
  const row = usage(chance, dayStartMs, false);
  return {
    ...row,
    cost_type: chance.one(['tax', 'adjustment', 'rounding_error']),
    project: null,
    labels: [],
    tags: [],
    resource: null,
    usage: null,
    credits: [],
  };
}

function times(startMs: number, endMs: number, exportMs: number) {
  return {
    usage_start_time: new Date(startMs).toISOString(),
    usage_end_time: new Date(endMs).toISOString(),
    export_time: new Date(exportMs).toISOString(),
  };
}

function label(key: string, value: string) {
  return { key, value };
}

function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7).replace('-', '');
}

function slug(text: string): string {
  return text.toLowerCase().replaceAll(' ', '-');
}
