/** A version that an endpoint has loaded, with what it is asked in each hour; null while it has no machine. */
export interface PretendDeployed {
  readonly location: string;
  readonly endpoint: string;
  readonly title: string;
  readonly deployed: string;
  /** Predictions in the hour that begins then, in ms since the epoch. */
  predictions(hourMs: number): number | null;
}

/** A machine. Shares are from 0 to 1; null while it is off, or where no agent tells of GPUs. */
export interface PretendMachine {
  readonly zone: string;
  /** Its number, which stays when a name is used anew. */
  readonly number: string;
  readonly name: string;
  processor(hourMs: number): number | null;
  gpu(hourMs: number): number | null;
  readonly labels?: Readonly<Record<string, string>>;
  /** Who made it, as its metadata tells: the path of a managed instance group, say. */
  readonly createdBy?: string;
  readonly localSsd?: boolean;
  /** When it was asked to stop, in ms since the epoch, and how often it was looked at since. */
  stoppedMs?: number;
  looks?: number;
}

/** A notebook, which runs on a machine of its name. */
export interface PretendNotebook {
  readonly machine: PretendMachine;
  readonly labels: Readonly<Record<string, string>>;
  /** When it was stopped, in ms since the epoch; null while it runs. */
  stoppedMs: number | null;
}

/** A TPU of some hosts, each of which monitoring tells of as a worker. */
export interface PretendTpu {
  readonly zone: string;
  readonly number: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As Google names it, `READY` while it is on. */
  readonly state: string;
  readonly createdMs: number;
  /** The numbers of its workers, which nothing but the pretend monitoring knows. */
  readonly workers: readonly string[];
  /** From 0 to 1; null where a worker tells nothing. */
  duty(hourMs: number, worker: string): number | null;
  readonly spot?: boolean;
  /** The full name of the queued resource that made it. */
  readonly queuedResource?: string;
  /** When it was asked to stop, in ms since the epoch, and how often it was looked at since. */
  stoppedMs?: number;
  looks?: number;
}

interface Stopping {
  stoppedMs?: number;
  looks?: number;
}

/** As a look at it finds it: the first after it was asked to stop finds it stopping. */
export function lookedAt(one: Stopping): 'on' | 'stopping' | 'off' {
  if (one.stoppedMs === undefined) return 'on';
  one.looks = (one.looks ?? 0) + 1;
  return one.looks === 1 ? 'stopping' : 'off';
}

/** What one project has and how it is used. */
export interface PretendUsage {
  readonly project: string;
  readonly deployed: () => readonly PretendDeployed[];
  /** Machines that are no notebooks. */
  readonly machines: readonly PretendMachine[];
  readonly notebooks: readonly PretendNotebook[];
  readonly tpus: readonly PretendTpu[];
}
