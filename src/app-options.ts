import type { CloudUsage } from '#domain/cloud-usage.ts';
import type { CostSource } from '#domain/cost.ts';
import type { DriftMonitor } from '#domain/drift.ts';
import type { PipelineRunner } from '#domain/pipeline.ts';
import type { EstimateCost } from '#domain/retraining.ts';
import type { EffectLimits } from '#jobs/effect-performer.ts';
import type { Setting } from '#operations/setting.ts';
import type { Config } from './config.ts';
import type { HookTrust } from './connect-hooks.ts';
import type { Log } from './log.ts';

/** What Countersign is started with. */
export interface AppOptions extends Omit<Config, 'databaseUrl' | 'dataFolder' | 'logLevel'> {
  readonly databaseUrl: string;
  readonly log: Log;
  /** `web` answers Slack over HTTP and hooks, `worker` runs jobs and the socket, `all` is both. */
  readonly processes: 'web' | 'worker' | 'all';
  /** Time between two posts to one channel, in milliseconds. */
  readonly paceMs?: number;
  readonly now?: () => number;
  /** The most connections to the database that statements and jobs open; 10 and 5 if left out. */
  readonly connections?: { readonly statements: number; readonly jobs: number };
  readonly effectLimits?: EffectLimits;
  /** What runs pipelines, by the connection's id. */
  readonly pipelines?: ReadonlyMap<string, PipelineRunner>;
  /** What a run may cost; from what earlier runs were billed, if left out. */
  readonly estimateCost?: EstimateCost;
  /** What is asked for drift reports, by the connection's id. */
  readonly monitors?: ReadonlyMap<string, DriftMonitor>;
  /** Bills that can be read, by the connection's id. */
  readonly costs?: ReadonlyMap<string, CostSource>;
  /** What tells how much is used, by the connection's id. */
  readonly usage?: ReadonlyMap<string, CloudUsage>;
  /** By what hooks are believed, where that is not the clock and Google's own keys. */
  readonly hookTrust?: Partial<HookTrust>;
}

/** Countersign while it runs. */
export interface RunningApp {
  readonly setting: Setting;
  /** Where it listens. */
  readonly port: number;
  /** Looks now for what is due: after a clock was moved, for example. */
  readonly tick: () => Promise<void>;
  /** Resolves when nothing runs and nothing that is due waits. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}
