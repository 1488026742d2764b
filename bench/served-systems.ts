import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Closing } from './closing.ts';
import { root } from './surroundings.ts';

/** Pretend systems in a process of their own, so that what they take is not counted as ours. */
export interface ServedSystems {
  /** Where each listens, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** The addresses that one of them was asked for since this was last called, in order. */
  requests(name: string): Promise<readonly string[]>;
  /** Moves their clock, in milliseconds since the epoch. */
  setClock(ms: number): Promise<void>;
}

/** What the script is asked, one at a time; it answers each with one message. */
export type Asked =
  | { readonly ask: 'urls' }
  | { readonly ask: 'requests'; readonly name: string }
  | { readonly ask: 'clock'; readonly ms: number };

/** Starts a script of this folder that answers `Asked` over its channel and ends when that is closed. */
export async function startServed(closing: Closing, script: string, words: readonly string[]): Promise<ServedSystems> {
  closing.check();
  const child = fork(`${root}bench/${script}`, words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  closing.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  });
  const ask = (asked: Asked) => answerOf(child, script, asked);
  const urls = (await ask({ ask: 'urls' })) as Record<string, string>;
  return {
    urls,
    requests: async (name) =>
      ((await ask({ ask: 'requests', name })) as string[]).map((path) => (urls[name] ?? '') + path),
    setClock: async (ms) => void (await ask({ ask: 'clock', ms })),
  };
}

async function answerOf(child: ChildProcess, script: string, asked: Asked): Promise<unknown> {
  const answered = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${script} ended before it answered`)));
  });
  child.send(asked);
  const answer = await answered;
  child.removeAllListeners('exit');
  return answer;
}
