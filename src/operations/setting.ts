import type { GroupReading, Profile } from '#domain/chat.ts';
import type { CloudUsage } from '#domain/cloud-usage.ts';
import type { CostSource } from '#domain/cost.ts';
import type { Digest } from '#domain/digest.ts';
import type { DriftMonitor, ReadDrift } from '#domain/drift.ts';
import type { ModelEndpoints } from '#domain/endpoint.ts';
import type { Instant } from '#domain/instant.ts';
import type { PipelineRunner } from '#domain/pipeline.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import type { EstimateCost } from '#domain/retraining.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { Database, Executor } from '#store/database.ts';
import type { CheckpointSigning } from './ledger/sign-checkpoint.ts';

/** The playbook set that decides now, its number, and the digest it is stored under. */
export interface CurrentPlaybooks {
  readonly set: PlaybookSet;
  readonly digest: Digest;
  readonly number: number;
}

/** What runs later; the worker knows each by name. Data are ids only, never tokens or text of people. */
export interface Jobs {
  'publish-home': { readonly slackUser: string };
  /** By what changed, so that transactions about different requests need not wait for each other's job. */
  'publish-homes': { readonly requestId: string | null };
  'perform-effect': { readonly effectId: string };
  'ask-way-back': { readonly requestId: string };
  'promote-candidate': { readonly requestId: string };
  'settle-request': { readonly requestId: string };
  'ask-people': { readonly requestId: string };
  'check-obligation': { readonly obligationId: string };
  'continue-rollout': { readonly executionId: string };
  'verify-again': { readonly executionId: string };
  'read-registry': { readonly registry: string; readonly modelName: string | null };
  'look-outside': { readonly registry: string; readonly modelName: string };
  'follow-runs': { readonly connection: string };
  'take-run-event': { readonly connection: string; readonly eventId: string };
  'finish-run': { readonly runId: string };
  'take-drift-reports': { readonly connection: string };
  'retry-drift-reports': Readonly<Record<string, never>>;
  'poll-drift': { readonly connection: string };
  'run-drill': { readonly drillId: string };
  'judge-drift': { readonly registry: string; readonly modelName: string };
  'read-costs': { readonly source: string };
  'report-costs': { readonly week: string };
  'look-at-use-cases': { readonly week: string };
  'draw-spot-check': { readonly week: string };
  'record-maturity': { readonly week: string };
  'judge-costs': { readonly revision: number };
  'watch-hours': { readonly source: string };
  'read-usage': { readonly source: string };
  'find-idle': { readonly asOf: string };
  'tell-digests': Readonly<Record<string, never>>;
  'read-user-groups': Readonly<Record<string, never>>;
}

type JobName = keyof Jobs;

/** Sends a job inside the caller's transaction: it exists if and only if the transaction commits. */
type SendJob = <N extends JobName>(
  tx: Executor,
  name: N,
  data: Jobs[N],
  /** Not before that many milliseconds from now, by the database's clock; before those of a lower priority, which is 0. */
  options?: { afterMs?: number; priority?: number },
) => Promise<void>;

/** What drift reports come from. */
export interface DriftSources {
  /** The connections to whose hooks reports are sent. */
  readonly hooks: ReadonlySet<string>;
  readonly read: ReadDrift;
  /** Of which signals a drill can report through a hook; null for every one, none for what is no such hook. */
  readonly drillable: (connection: string) => readonly string[] | null;
  /** What is asked for reports, by the connection's id. */
  readonly monitors: ReadonlyMap<string, DriftMonitor>;
}

/** One workspace and everything an operation needs of the world. */
export interface Setting {
  readonly workspaceId: string;
  readonly db: Database;
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly sendJob: SendJob;
  /** The set in force as it was last read. What acts begins with `freshSetting`, so that it is the one in force then. */
  readonly playbooks: () => CurrentPlaybooks;
  /** Reads which set is in force; costs one small query while that is the one known. */
  readonly refreshPlaybooks: () => Promise<CurrentPlaybooks>;
  /** A set with the accounts that are linked by their e-mail addresses, as they are known now. */
  readonly withAccounts: (current: CurrentPlaybooks) => CurrentPlaybooks;
  /** The folder from which changes of the playbooks are proposed. */
  readonly playbooksFolder: string;
  readonly registries: ReadonlyMap<string, ModelRegistry>;
  /** What serves the models of a registry, by the same connection id. */
  readonly endpoints: ReadonlyMap<string, ModelEndpoints>;
  /** What runs pipelines, by the connection's id. */
  readonly pipelines: ReadonlyMap<string, PipelineRunner>;
  readonly drift: DriftSources;
  readonly estimateCost: EstimateCost;
  /** Bills that can be read, by the connection's id. */
  readonly costs: ReadonlyMap<string, CostSource>;
  /** What tells how much is used, by the connection's id. */
  readonly usage: ReadonlyMap<string, CloudUsage>;
  /** Asks Slack who a user is; null for nobody it knows. May throw `UpstreamError`. */
  readonly readProfile: (slackUser: string) => Promise<Profile | null>;
  /** Asks Slack who has an e-mail address; null for nobody. May throw `UpstreamError`. */
  readonly readProfileByEmail: (email: string) => Promise<Profile | null>;
  /** Asks Slack who is in a user group. May throw `UpstreamError`. */
  readonly readUserGroup: (groupId: string) => Promise<GroupReading>;
  /** Signs presses; from the program's secret, one key a workspace. */
  readonly pressKey: Buffer;
  /** Null where the ledger is not signed. */
  readonly checkpoints: CheckpointSigning | null;
}

/** A request as it is stored. */
export type { RequestRow } from '#store/requests.ts';
/** A run as it is stored. */
export type { RunRow } from '#store/runs.ts';
