import type { AccessToken } from '../../google/access-token.ts';
import type { BillingReads } from '../billing-account/reads.ts';

/** A billing export in BigQuery: standard, detailed or FOCUS, which its columns tell. */
export interface BigQueryBillingOptions {
  /** The name people use for it, in every sentence. */
  readonly title: string;
  /** Where queries run and are paid for. */
  readonly project: string;
  /** As `acme-fin.billing.gcp_billing_export_v1_0A1B2C_0A1B2C_0A1B2C`. */
  readonly table: string;
  /** The namespace whose tags count as labels, an organisation's number or a project's id; null where none do. */
  readonly tagNamespace: string | null;
  /** No query may be billed for more bytes than this. */
  readonly mostBytes: number;
  /** How many of the dearest resources of a day are read. */
  readonly mostResources: number;
  /** How many rows may come of a window. */
  readonly mostLines: number;
  /** An access token for the scope `bigquery` or `cloud-platform`. */
  readonly token: AccessToken;
  /** Where it is served, as `http://127.0.0.1:4001`; null for Google's own. */
  readonly address: string | null;
  /** Of one request. */
  readonly timeoutMs: number;
  /** How long a query may run. */
  readonly queryMs: number;
  /** Where billing accounts are looked up when the connection is checked; null for nowhere. */
  readonly billing: BillingReads | null;
  /** The organization's currency (ISO 4217): a check says where the bill has another one. */
  readonly currency: string;
}

/** A table's full name in three parts. */
export interface TableName {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
}

/** A project id may have a domain before a colon; what is more than letters, digits, `_` and `-` has to be quoted. */
const form = /^((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9])\.(\w{1,1024})\.([\w-]{1,1024})$/;

/** Null for what is no full name of a table. Nothing it accepts can end a quoted name in SQL. */
export function tableName(text: string): TableName | null {
  const [, project, dataset, table] = form.exec(text) ?? [];
  return project && dataset && table ? { project, dataset, table } : null;
}
