import type { Closing } from './closing.ts';
import type { Surroundings } from './surroundings.ts';

/** What a bench is given. */
export interface Context {
  readonly closing: Closing;
  /** A tenth of the repetitions: enough to see that it works. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
  /** A PostgreSQL, a pretend Slack and MLflow; started when the first bench asks. */
  readonly surroundings: () => Promise<Surroundings>;
  /** The URL of a migrated database for the program that is started and asked. */
  readonly served: () => Promise<string>;
}

/** What a bench found. */
export interface Outcome {
  /** Tables and sentences for the terminal. */
  readonly text: readonly string[];
  /** Everything measured, for the result file: plain JSON. */
  readonly measured: unknown;
}

/** One measurement that `npm run bench -- <name>` runs. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  readonly run: (context: Context) => Promise<Outcome>;
}
