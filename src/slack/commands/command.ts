import type { CommandHelp } from '#views/help.ts';
import type { Scene } from '../scene.ts';

/** One subcommand of `/mlops`. */
export interface Command {
  readonly name: string;
  /** What follows the name, as `<model> <version> [to <target>]`. */
  readonly usage: string;
  readonly summary: string;
  /** Whole lines that work, as they are typed; they run as tests and feed the reference. */
  readonly examples: readonly string[];
  readonly run: (scene: Scene, words: string) => Promise<void>;
}

/** Gives a subcommand its type where it is written. */
export function defineCommand(command: Command): Command {
  return command;
}

export function helpOf({ name, usage, summary, examples }: Command): CommandHelp {
  const line = `/mlops ${name} ${usage}`.trim();
  return { usage: line, summary, example: examples[0] ?? line };
}
