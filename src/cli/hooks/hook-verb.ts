import type { HookVault } from '#operations/hooks/keep-hook-secret.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';

/** The running Countersign as far as its hooks are concerned. */
export interface HookPlace {
  readonly vault: HookVault;
  /** The playbooks in force. */
  readonly set: PlaybookSet;
  /** What stands before `/hooks/<connection>` outside; null if it is not configured. */
  readonly publicUrl: string | null;
  /** The port on this machine. */
  readonly port: number;
  /** Whether the environment gives a connection its secret. */
  readonly hasOwnSecret: (connection: string) => boolean;
}

/** What a verb of `countersign hooks` is given. */
export interface HookCall {
  /** The words after the verb. */
  readonly words: readonly string[];
  /** `--json`: JSON on standard output and nothing else. */
  readonly json: boolean;
  /** The value of each other option that was given, `true` for one without, by its name without the dashes. */
  readonly options: Readonly<Record<string, string | true>>;
  readonly print: (text: string) => void;
  /** The program's clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after so many milliseconds with true, or with false as soon as the program is to end. */
  readonly wait: (ms: number) => Promise<boolean>;
  /** Runs `work` with the database of the configuration. Throws a ConfigError where there is nothing to work with. */
  readonly withPlace: <T>(work: (place: HookPlace) => Promise<T>) => Promise<T>;
}

/** One verb of `countersign hooks`. */
export interface HookVerb {
  readonly name: string;
  /** What follows the verb, as `<connection>`. */
  readonly usage: string;
  /** One line for the help. */
  readonly summary: string;
  readonly options: Readonly<Record<string, 'value' | 'flag'>>;
  /** 0: fine. Throws a ConfigError where it could not run (2). */
  readonly run: (call: HookCall) => Promise<number>;
}
