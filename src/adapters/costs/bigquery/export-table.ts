import type { Instant } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';

/** Which export a table holds. */
export type ExportKind = 'standard' | 'detailed' | 'focus';

/** A field of a table, as BigQuery describes it. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly fields?: readonly Field[] | undefined;
}

/** What is known of the table before it is read. */
export interface ExportTable {
  readonly kind: ExportKind;
  /** Its full name, quoted for SQL. */
  readonly quoted: string;
  /** The billing account in its name, which older rows do not name themselves; null where the name has none. */
  readonly account: string | null;
  /** Where its data is, as `EU`; queries run there. */
  readonly location: string;
  /** Whether rows are filed under the day they came, which bounds what a query reads. */
  readonly byIngestion: boolean;
  /** When it was last written; null where its description does not tell, as that of a view. */
  readonly written: Instant | null;
  /** Lower-case paths of the fields it has, as `project.labels`. */
  readonly columns: ReadonlySet<string>;
}

const needed: Readonly<Record<ExportKind, readonly string[]>> = {
  standard: [
    'usage_start_time',
    'export_time',
    'invoice.month',
    'cost_type',
    'service.description',
    'sku.description',
    'project.id',
    'labels.key',
    'labels.value',
    'cost',
    'currency',
    'credits.amount',
  ],
  detailed: ['resource.global_name', 'resource.name'],
  focus: [
    'ChargePeriodStart',
    'BillingPeriodStart',
    'BillingAccountId',
    'ServiceName',
    'SubAccountId',
    'ChargeCategory',
    'BillingCurrency',
    'BilledCost',
    'EffectiveCost',
    'x_ExportTime',
    'x_Labels.Key',
    'x_Labels.Value',
    'x_Credits.Amount',
  ],
};

/** Tells the kind of an export by its columns. Throws an UpstreamError that names what a billing export would have. */
export function exportKind(title: string, columns: ReadonlySet<string>): ExportKind {
  const missing = (kind: ExportKind) => needed[kind].filter((path) => !columns.has(path.toLowerCase()));
  if (columns.has('billedcost')) return whole(title, 'focus', missing('focus'));
  const lacks = missing('standard');
  return whole(title, missing('detailed').length === 0 ? 'detailed' : 'standard', lacks);
}

function whole(title: string, kind: ExportKind, missing: readonly string[]): ExportKind {
  if (missing.length === 0) return kind;
  const sentence = `${title} is no billing export that we can read: its table has no column ${missing.join(', ')}. Name the table of a standard, detailed or FOCUS export in org.yaml.`;
  throw new UpstreamError(title, sentence, { retryable: false, mendable: true });
}

/** The paths of all fields, in lower case: names in BigQuery have no case. */
export function columnPaths(fields: readonly Field[], under = ''): ReadonlySet<string> {
  const paths = fields.flatMap((field) => {
    const path = `${under}${field.name.toLowerCase()}`;
    return [path, ...columnPaths(field.fields ?? [], `${path}.`)];
  });
  return new Set(paths);
}
