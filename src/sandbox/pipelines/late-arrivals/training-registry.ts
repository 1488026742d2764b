/** A version to register, as `Training` of the pretend MLflow: `datasets` are metrics per slice, `tags` hold digests. */
interface TrainedVersion {
  readonly model: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly datasets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  readonly user: string;
  readonly commit: string;
  /** From the start of the run to its registration. */
  readonly minutes: number;
}

/** The registry behind the pipeline: any that can take a version and say what its champion was trained from. */
export interface TrainingRegistry {
  /** The number of the new version. Throws a `StepFailure` where the registry refuses. */
  register(trained: TrainedVersion): Promise<string>;
  /** The parameters of the version that serves now, or null. */
  champion(
    model: string,
  ): Promise<{ readonly version: string; readonly params: Readonly<Record<string, string>> } | null>;
}
