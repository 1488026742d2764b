import type { Setting } from '../setting.ts';

/** How many answers are kept of one state of the roll-up. */
const mostKept = 500;

interface Kept<T> {
  readonly revision: string;
  readonly answers: Map<string, Promise<T>>;
}

/** Answers that hold as long as the roll-up stays as it is: what many ask is computed once in each process. */
export class Remembered<T> {
  readonly #byDatabase = new WeakMap<Setting['db'], Kept<T>>();

  /** What `compute` answers to this question. What fails is not kept. */
  async answer({ db }: Pick<Setting, 'db'>, revision: string, question: string, compute: () => Promise<T>): Promise<T> {
    const known = this.#byDatabase.get(db);
    const kept = known?.revision === revision ? known : { revision, answers: new Map<string, Promise<T>>() };
    this.#byDatabase.set(db, kept);
    const before = kept.answers.get(question);
    if (before !== undefined) return await before;
    const computing = compute();
    const [oldest] = kept.answers.keys();
    if (kept.answers.size >= mostKept && oldest !== undefined) kept.answers.delete(oldest);
    kept.answers.set(question, computing);
    computing.catch(() => kept.answers.delete(question));
    return await computing;
  }
}
