import { DuckDBInstance } from '@duckdb/node-api';
import type { ExportRow } from './export-row.ts';
import { type PretendKind, type SchemaField, schemas, tableRow } from './table-schema.ts';
import { macros, SqlError, translateSql } from './translate-sql.ts';

/** A table of the pretend BigQuery. Without columns it has all of its kind. */
export interface PretendTable {
  /** As `acme-fin.billing.gcp_billing_export_v1_0A1B2C_0A1B2C_0A1B2C`. */
  readonly name: string;
  readonly kind: PretendKind;
  readonly rows: readonly ExportRow[];
  /** Columns it does not have, as tables made long ago. */
  readonly without?: readonly string[];
  /** Google files its exports under the day on which lines came, as it is without this; copies and views are not. */
  readonly kept?: 'by-ingestion' | 'unpartitioned' | 'view';
}

/** What a table is beside its rows. */
interface TableFacts {
  readonly fields: readonly SchemaField[];
  readonly kept: NonNullable<PretendTable['kept']>;
  /** Of a view, when it was defined. Milliseconds since the epoch. */
  readonly modifiedMs: number;
}

/** What a query gave: the names of its columns, and rows of text. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface Tables {
  /** Replaces the table of that name. */
  put(table: PretendTable): Promise<void>;
  drop(name: string): Promise<void>;
  /** Null where there is none. */
  facts(name: string): TableFacts | null;
  /** Throws a SqlError for what is no query, and what `missing` throws for a table that is not there. */
  query(sql: string, params: Readonly<Record<string, string>>): Promise<Result>;
  /** How many bytes it would read: those of the partitions it has to look at. Throws as `query` does. */
  bytes(sql: string): Promise<number>;
  close(): void;
}

/** About what a line of a real export takes in the columns that are read. */
const rowBytes = 300;

/** Tables in DuckDB's memory, queried in GoogleSQL. */
export async function openTables(missing: (name: string) => Error, clock: () => number): Promise<Tables> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone='UTC'");
  for (const macro of macros) await connection.run(macro);
  const known = new Map<string, TableFacts & { readonly at: string }>();
  let made = 0;

  const tableOf = (name: string): string => {
    const table = known.get(name);
    if (table === undefined) throw missing(name);
    return table.at;
  };

  async function drop(name: string): Promise<void> {
    const old = known.get(name);
    known.delete(name);
    if (old !== undefined) await connection.run(`DROP TABLE ${old.at}`);
  }

  return {
    async put({ name, kind, rows, without = [], kept = 'by-ingestion' }) {
      made += 1;
      const at = `export_${made}`;
      const fields = schemas[kind].filter((field) => !without.includes(field.name));
      const filed = kept === 'by-ingestion';
      await connection.run(`CREATE TABLE ${at} (${columnsOf(fields)}${filed ? ', _PARTITIONTIME TIMESTAMPTZ' : ''})`);
      const form = `[{${fields.map(structure).join(',')}${filed ? ',"_PARTITIONTIME":"VARCHAR"' : ''}}]`;
      for (let from = 0; from < rows.length; from += 2000) {
        const part = rows
          .slice(from, from + 2000)
          .map((row) => ({ ...tableRow(kind, row), ...(filed && { _PARTITIONTIME: arrival(row) }) }));
        const json = JSON.stringify(part);
        await connection.run(`INSERT INTO ${at} SELECT r.* FROM (SELECT UNNEST(from_json($1, $2)) AS r)`, [json, form]);
      }
      const old = known.get(name);
      await drop(name);
      const defined = kept === 'view' && old?.kept === 'view';
      known.set(name, { at, fields, kept, modifiedMs: defined ? old.modifiedMs : clock() });
    },
    drop,
    facts: (name) => known.get(name) ?? null,
    async query(sql, params) {
      const duck = translateSql(sql, tableOf);
      const used = Object.entries(params).filter(([name]) => new RegExp(`@${name}\\b`).test(sql));
      try {
        const reader = await connection.runAndReadAll(duck, Object.fromEntries(used));
        const columns = reader.columnNames();
        return { columns, rows: reader.getRowsJson().map((row) => row.map((value) => cell(value))) };
      } catch (error) {
        throw new SqlError(error instanceof Error ? error.message : String(error));
      }
    },
    async bytes(sql) {
      let at = '';
      translateSql(sql, (name) => {
        at = tableOf(name);
        return at;
      });
      const floor = /_PARTITIONTIME >= TIMESTAMP '[^']+'/.exec(sql)?.[0].replace('TIMESTAMP', 'TIMESTAMPTZ') ?? 'TRUE';
      const reader = await connection.runAndReadAll(`SELECT COUNT(*)::INTEGER FROM ${at} WHERE ${floor}`);
      return Number(reader.getRowsJson()[0]?.[0] ?? 0) * rowBytes;
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Rows are filed under the UTC day on which they came. */
function arrival(row: ExportRow): string {
  return `${row.export_time.slice(0, 10)}T00:00:00Z`;
}

/** Our queries give text alone, which BigQuery's client cannot misread. */
function cell(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  throw new SqlError('the pretend BigQuery gives columns of type STRING only: cast it');
}

const duckTypes = {
  STRING: 'VARCHAR',
  FLOAT: 'DOUBLE',
  NUMERIC: 'DECIMAL(38,9)',
  TIMESTAMP: 'TIMESTAMPTZ',
  BOOLEAN: 'BOOLEAN',
} as const;

function columnsOf(fields: readonly SchemaField[]): string {
  return fields.map((field) => `${field.name} ${typeOf(field)}`).join(', ');
}

function typeOf({ type, mode, fields = [] }: SchemaField): string {
  const one = type === 'RECORD' ? `STRUCT(${columnsOf(fields)})` : duckTypes[type];
  return mode === 'REPEATED' ? `${one}[]` : one;
}

/** The form in which rows come as JSON: as the table has them, but for times, which are read when they are filed. */
function structure({ name, type, mode, fields = [] }: SchemaField): string {
  const plain = type === 'TIMESTAMP' || type === 'NUMERIC' ? 'VARCHAR' : type === 'RECORD' ? '' : duckTypes[type];
  const one = type === 'RECORD' ? `{${fields.map(structure).join(',')}}` : `"${plain}"`;
  return `"${name}":${mode === 'REPEATED' ? `[${one}]` : one}`;
}
