import type { DigestSectionName } from '#domain/digest-section.ts';
import type { PlaybookKeys } from './keys.ts';

interface Connection {
  readonly id: string;
  readonly kind:
    | 'mlflow'
    | 'vertex'
    | 'vertex-pipelines'
    | 'kubeflow'
    | 'webhook'
    | 'drift-events'
    | 'vertex-monitoring'
    | 'cloud-monitoring'
    | 'bigquery-billing'
    | 'focus-files'
    | 'cloud-usage';
  readonly url: string | null;
  readonly project: string | null;
  readonly location: string | null;
  /** Of a billing export in BigQuery, as `project.dataset.table`. */
  readonly table?: string;
  /** Whose tags of Google Cloud count as labels; none do without it. */
  readonly tagNamespace?: string;
  /** How much one query may read. */
  readonly mostGib?: number;
  /** Where FOCUS files are: absolute. */
  readonly path?: string;
}

/** How a weekly digest differs; null where it does not. */
export interface DigestAudience {
  /** Weekly local time, as `mon 09:00`. */
  readonly time: string | null;
  /** IANA name of the zone of that time. */
  readonly zone: string | null;
  readonly channel: string | null;
  /** Sections that are left out. */
  readonly without: readonly DigestSectionName[] | null;
}

/** The weekly digest of the organization, and how those of teams and of groups of leaders differ from it. */
export interface OrgDigest extends DigestAudience {
  readonly time: string;
  readonly without: readonly DigestSectionName[];
  /** By team. */
  readonly teams: Readonly<Record<string, DigestAudience & { readonly off: boolean }>>;
  /** Each with the teams that it hears of; `all` alone stands for all of them. */
  readonly leaders: readonly (DigestAudience & { readonly id: string; readonly teams: readonly string[] })[];
}

/** Money that a part of the bill may take in each period, as org.yaml sets it. */
export interface OrgBudget {
  readonly id: string;
  /** Which spend counts, by the keys that the labels have on resources; none for all of it. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly amount: number;
  /** ISO 4217; null for that of the organization. */
  readonly currency: string | null;
  readonly period: 'week' | 'month' | 'quarter';
  /** In percent of the amount. */
  readonly thresholds: { readonly actual: readonly number[]; readonly forecast: readonly number[] };
  /** The role that answers for it. */
  readonly owner: string | null;
  /** Where thresholds are told; null for the channel of the team it names, or of digests. */
  readonly channel: string | null;
}

export interface Org {
  readonly owner: string;
  readonly name: string;
  /** IANA name; for display and delegations. */
  readonly zone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly channels: {
    readonly default: string;
    readonly alarm: string;
    readonly digest: string;
    /** Where the weekly report of all spend goes; absent for that of digests. */
    readonly finance?: string;
  };
  readonly labels: {
    readonly team: string;
    readonly model: string;
    readonly environment: string;
    readonly owner: string;
    /** The keys that everything on the bill should have; absent for these four. */
    readonly required?: readonly string[];
  };
  readonly identity: { readonly allowEmailMatch: boolean; readonly domains: readonly string[] };
  readonly connections: readonly Connection[];
  /** Absent where none is set. */
  readonly budgets?: readonly OrgBudget[];
  /** Absent where nothing is set: every team and the organization get theirs on Monday morning. */
  readonly digest?: OrgDigest;
  readonly baseline: (PlaybookKeys & { readonly mayBeRelaxed: readonly string[] }) | null;
}
