import type { Setting } from '#operations/setting.ts';

/** An opened database with the Slack workspaces it holds the decisions of. */
export interface OpenRecord {
  readonly db: Setting['db'];
  readonly workspaceIds: readonly string[];
  /** The program's clock, ISO 8601 in UTC. */
  readonly now: string;
}

/** What a program has that reaches the database and the queue, for the one Slack workspace that they belong to. */
export type OpenProgram = Pick<Setting, 'workspaceId' | 'db' | 'now' | 'newId' | 'sendJob'>;

/** What a verb of `countersign playbooks` is given. */
export interface VerbCall {
  /** The words after the verb. */
  readonly words: readonly string[];
  /** `--json`: one JSON document on standard output and nothing else. */
  readonly json: boolean;
  /** The value of each other option that was given, by its name without the dashes, in the order given. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** The folder that COUNTERSIGN_PLAYBOOKS names. */
  readonly folder: string;
  readonly print: (text: string) => void;
  /** Runs `work` with the database of the configuration; for verbs that read what was decided. */
  readonly withRecord: <T>(work: (record: OpenRecord) => Promise<T>) => Promise<T>;
  /** Runs `work` with the database and the queue of the configuration; for verbs that change something. */
  readonly withProgram: <T>(work: (program: OpenProgram) => Promise<T>) => Promise<T>;
}

/** One verb of `countersign playbooks`. */
export interface Verb {
  readonly name: string;
  /** What follows the verb, as `<old> <new>`; empty for nothing. */
  readonly usage: string;
  /** One line for the help. */
  readonly summary: string;
  /** The options with a value that it takes, beside `--json`. */
  readonly options: readonly string[];
  /** The options without a value that it takes; one that was given is in `options` as `true`. */
  readonly flags?: readonly string[];
  /** 0: fine; 1: findings. Throws a ConfigError or PlaybookError where it could not run (2). */
  readonly run: (call: VerbCall) => Promise<number>;
}
