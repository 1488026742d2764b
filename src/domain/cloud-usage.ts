import type { Instant } from './instant.ts';
import type { RegistryHealth } from './registry.ts';

/** Below this share a machine is not used: it is what an idle system does by itself. */
export const idleShare = 0.05;

/** What may be left on, as monitoring names it. */
export interface UsedResource {
  readonly kind: 'endpoint' | 'notebook' | 'accelerator';
  /** Id of its project, as `northwind-ml`. */
  readonly project: string;
  /** Its full name, as `//notebooks.googleapis.com/projects/p/locations/l/instances/i`. */
  readonly resource: string;
  /** Other last parts that a bill may name it by, as the number of a notebook's machine. */
  readonly alsoBilledAs: readonly string[];
  /** As people call it. */
  readonly name: string;
  /** By key; empty where monitoring knows none. */
  readonly labels: Readonly<Record<string, string>>;
}

/** How much something was used in one hour. */
export interface UsageHour {
  /** When the hour begins. */
  readonly hour: Instant;
  /** Predictions of a deployed version; the mean utilisation of a machine from 0 to 1. */
  readonly used: number;
}

/** How much a resource was used; of an endpoint, one for each version that it has loaded. */
export interface ResourceUsage extends UsedResource {
  /** The deployed version's id; null for what is no endpoint. */
  readonly deployed: string | null;
  /** The hours of which monitoring has data, while it was on, oldest first. What it has no data of is not zero. */
  readonly hours: readonly UsageHour[];
}

/** Whole hours: from the first moment to before the last. */
export interface UsageWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** Whether a machine runs; `changing` while it starts or stops. */
export type PowerState = 'on' | 'off' | 'changing';

/** The machine of a notebook, one with GPUs, or a TPU, as it is at the moment. */
export interface SeenMachine {
  readonly state: PowerState;
  /** Its number, which another of the same name does not have; null for a notebook, which keeps its name. */
  readonly number: string | null;
  /** Why it is left to its owners, and whom to ask, as sentences; null where it may be stopped. */
  readonly barred: string | null;
}

/** What tells how much of a cloud's project is used. Every call may throw `UpstreamError`. */
export interface CloudUsage {
  /** The name people use for it. */
  readonly title: string;
  /** Whose bill the resources are on, as bills name it. */
  readonly provider: string;
  readonly project: string;
  read(window: UsageWindow): Promise<readonly ResourceUsage[]>;
  /** By the full name of a notebook, a machine or a TPU; null if there is none of that name. */
  seeMachine(resource: string): Promise<SeenMachine | null>;
  /** Asks for it to be stopped, which takes minutes; its disks stay. `once` is a UUID, the same for the same wish. */
  stopMachine(resource: string, once: string): Promise<void>;
  check(): Promise<RegistryHealth>;
}
