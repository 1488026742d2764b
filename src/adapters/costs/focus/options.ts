/** FOCUS 1.0–1.4 files on a disk or a mounted object store. */
export interface FocusFilesOptions {
  /** The name people use for it, in every sentence. */
  readonly title: string;
  /** An absolute path: one file, or a folder that is read with all folders in it. */
  readonly path: string;
  /** How many of the dearest resources of a day are read. */
  readonly mostResources: number;
  /** How many rows may come of a window. */
  readonly mostLines: number;
  /** Of DuckDB, as `512MB`. */
  readonly memory: string;
}
