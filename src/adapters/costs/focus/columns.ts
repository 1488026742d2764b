import { type Database, quoted } from './database.ts';
import { type FocusFile, wrong } from './files.ts';

/** Files that have the same columns, so that one reading of DuckDB takes them all. */
export interface Batch {
  readonly files: readonly FocusFile[];
  /** DuckDB's type by the column's name in lower case. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Every version of FOCUS has these; names differ in case with some tools. */
const needed = [
  'BilledCost',
  'EffectiveCost',
  'BillingCurrency',
  'BillingPeriodStart',
  'ChargePeriodStart',
  'ChargeCategory',
  'ServiceName',
] as const;

/** Looks at the columns of every file. Throws an UpstreamError that names file, column and what to do. */
export async function batchesOf(
  title: string,
  database: Database,
  files: readonly FocusFile[],
): Promise<readonly Batch[]> {
  const batches = new Map<string, { files: FocusFile[]; columns: ReadonlyMap<string, string> }>();
  for (const file of files) {
    const columns = new Map<string, string>();
    for await (const rows of database.rows(`DESCRIBE SELECT * FROM ${reading([file])}`)) {
      for (const [name, type] of rows) columns.set((name ?? '').trim().toLowerCase(), type ?? '');
    }
    check(title, file, columns);
    const key = `${file.format} ${[...columns].map(([name, type]) => `${name} ${type}`).join(',')}`;
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, { files: [file], columns });
    else batch.files.push(file);
  }
  return [...batches.values()];
}

/** Every value of a CSV file is read as text: DuckDB would take ids for numbers, and guess from the first rows. */
export function reading(files: readonly FocusFile[]): string {
  const list = `[${files.map(({ path }) => quoted(path)).join(', ')}]`;
  return files[0]?.format === 'parquet'
    ? `read_parquet(${list}, filename = 'countersign_file')`
    : `read_csv(${list}, header = true, all_varchar = true, nullstr = ['NULL', ''], filename = 'countersign_file', union_by_name = true)`;
}

function check(title: string, { path }: FocusFile, columns: ReadonlyMap<string, string>): void {
  const missing = needed.filter((name) => !columns.has(name.toLowerCase()));
  const provider = columns.has('serviceprovidername') || columns.has('providername');
  if (missing.length === 0 && provider) return;
  const all = [...missing, ...(provider ? [] : ['ServiceProviderName'])];
  const word = all.length === 1 ? 'column' : 'columns';
  throw wrong(
    title,
    `${path} has no ${word} ${all.join(', ')}, which a bill in FOCUS has. Export it with all columns, or take the file out of the folder.`,
  );
}
