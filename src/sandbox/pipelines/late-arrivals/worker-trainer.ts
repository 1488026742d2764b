import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Recipe, Trainer } from './training.ts';

/** What the thread is asked; it answers in the order of the questions. */
export type Question =
  | { readonly what: 'data-facts'; readonly fromDay: number; readonly untilDay: number }
  | { readonly what: 'fit'; readonly recipe: Recipe }
  | {
      readonly what: 'evaluate' | 'drift';
      readonly recipe: Recipe;
      readonly fromDay: number;
      readonly untilDay: number;
    };

export interface WorkerTrainer extends Trainer {
  close(): Promise<void>;
}

/**
 * Computes in a thread of its own, since a fit takes about a second. The thread begins with the first question, ends
 * with the process, and is begun anew if it broke.
 */
export function workerTrainer(): WorkerTrainer {
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function running(): Worker {
    if (thread !== null) return thread;
    const begun = new Worker(new URL('./training-thread.ts', import.meta.url));
    begun.on('error', () => {
      if (thread === begun) thread = null;
    });
    thread = begun;
    return begun;
  }

  async function answered<T>(question: Question): Promise<T> {
    const worker = running();
    worker.ref();
    const answer: Promise<[T]> = once(worker, 'message').then(([value]) => [value]);
    worker.postMessage(question);
    try {
      return (await answer)[0];
    } finally {
      worker.unref();
    }
  }

  function ask<T>(question: Question): Promise<T> {
    const next = last.then(() => answered<T>(question));
    last = next.catch(() => undefined);
    return next;
  }

  return {
    dataFacts: (fromDay, untilDay) => ask({ what: 'data-facts', fromDay, untilDay }),
    fit: (recipe) => ask({ what: 'fit', recipe }),
    evaluate: (recipe, fromDay, untilDay) => ask({ what: 'evaluate', recipe, fromDay, untilDay }),
    drift: (recipe, fromDay, untilDay) => ask({ what: 'drift', recipe, fromDay, untilDay }),
    async close() {
      const begun = thread;
      thread = null;
      await begun?.terminate();
    },
  };
}
