import { z } from 'zod';
import { instantAt } from '#domain/instant.ts';
import type { BillingQueries } from './client.ts';
import { columnPaths, type ExportTable, exportKind, type Field } from './export-table.ts';
import { notUnderstood } from './failures.ts';
import type { BigQueryBillingOptions } from './options.ts';

const field: z.ZodType<Field> = z.lazy(() =>
  z.object({ name: z.string(), type: z.string(), fields: z.array(field).optional() }),
);
const description = z.object({
  location: z.string(),
  schema: z.object({ fields: z.array(field) }),
  timePartitioning: z.object({ type: z.string(), field: z.string().optional() }).optional(),
  type: z.string().optional(),
  /** In ms since the epoch. */
  lastModifiedTime: z.string().regex(/^\d+$/).optional(),
  streamingBuffer: z.unknown().optional(),
});

/** What the table has and how it is kept. Throws an UpstreamError. */
export async function lookAtTable(
  { title, table }: BigQueryBillingOptions,
  queries: BillingQueries,
): Promise<ExportTable> {
  const read = description.safeParse(await queries.describe());
  if (!read.success) throw notUnderstood(title, read.error);
  const columns = columnPaths(read.data.schema.fields);
  const { timePartitioning: partitions, location } = read.data;
  return {
    kind: exportKind(title, columns),
    quoted: `\`${table}\``,
    account: /_([0-9A-F]{6})_([0-9A-F]{6})_([0-9A-F]{6})$/.exec(table)?.slice(1).join('-') ?? null,
    location,
    byIngestion: partitions !== undefined && partitions.field === undefined,
    written: writtenAt(read.data),
    columns,
  };
}

/** Of a view, only its definition has such a time; and rows that are still in the buffer of a stream may not count yet. */
function writtenAt({ type, lastModifiedTime, streamingBuffer }: z.infer<typeof description>) {
  const told = type === 'TABLE' && streamingBuffer === undefined && lastModifiedTime !== undefined;
  return told ? instantAt(Number(lastModifiedTime)) : null;
}
