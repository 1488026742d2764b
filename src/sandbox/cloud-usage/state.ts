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
