import type { Instant } from '#domain/instant.ts';
import type { MetricValue } from '#domain/registry.ts';
import { instant } from './mapping.ts';
import type { VertexLineage } from './schema.ts';

/** What the metadata of a pipeline run tell of a version it made. */
export interface Lineage {
  /** What it was trained on, as `flights (gs://data/flights)`. */
  readonly trainedOn: readonly string[];
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly measuredAt: Readonly<Record<string, Instant>>;
}

export const noLineage: Lineage = { trainedOn: [], metrics: {}, measuredAt: {} };

/**
 * Reads the artifacts of a pipeline run: the data sets that its steps read and none of them wrote, or those that they
 * wrote if it read no others; and the numbers in artifacts of metrics, the newest of each name.
 */
export function lineageOf({ artifacts, events }: VertexLineage): Lineage {
  const of = (type: string) => new Set(events.flatMap((one) => (one.type === type ? [one.artifact] : [])));
  const [read, written] = [of('INPUT'), of('OUTPUT')];
  const datasets = artifacts.filter(({ name, schemaTitle }) => isDataset(schemaTitle) && read.has(name));
  const sources = datasets.filter(({ name }) => !written.has(name));
  const measured = artifacts
    .filter(({ name, schemaTitle }) => isMetrics(schemaTitle) && written.has(name))
    .sort((a, b) => (Date.parse(a.createTime) || 0) - (Date.parse(b.createTime) || 0))
    .flatMap(({ metadata, createTime }) => numbersIn(metadata).map((one) => ({ ...one, at: instant(createTime) })));
  return {
    trainedOn: [...new Set((sources.length > 0 ? sources : datasets).map(datasetName))].sort(),
    metrics: Object.fromEntries(measured.map(({ name, value }) => [name, value])),
    measuredAt: Object.fromEntries(measured.flatMap(({ name, at }) => (at === null ? [] : [[name, at]]))),
  };
}

/** `system.Dataset`, `google.VertexDataset`, `google.BQTable` and their like. */
function isDataset(title: string): boolean {
  return /(?:Dataset|BQTable)$/.test(title);
}

function isMetrics(title: string): boolean {
  return /^system\.(?:Metrics|ClassificationMetrics)$/.test(title);
}

function datasetName({ displayName, uri, name }: VertexLineage['artifacts'][number]): string {
  if (displayName === '') return uri === '' ? (name.split('/').at(-1) ?? name) : uri;
  return uri === '' ? displayName : `${displayName} (${uri})`;
}

function numbersIn(
  metadata: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly value: MetricValue }[] {
  return Object.entries(metadata).flatMap(([name, value]) => {
    if (typeof value === 'number') return [{ name, value: Number.isFinite(value) ? value : null }];
    return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? [{ name, value: null }] : [];
  });
}
