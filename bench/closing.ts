/** What has to be undone before the bench ends, whatever it ends by. */
export interface Closing {
  /** Undone in reverse order. Throws if the end has begun already: then nothing new may start. */
  add(undo: () => Promise<unknown> | void): void;
  /** Throws once the end has begun. */
  check(): void;
  /** Undoes everything; what fails is told and does not keep the rest from being undone. */
  all(): Promise<void>;
}

export function openClosing(): Closing {
  const undoing: (() => Promise<unknown> | void)[] = [];
  let ending: Promise<void> | null = null;
  const check = () => {
    if (ending !== null) throw new Error('the bench is ending');
  };
  const undoAll = async () => {
    for (let undo = undoing.pop(); undo !== undefined; undo = undoing.pop()) {
      try {
        await undo();
      } catch (error) {
        process.stderr.write(`While cleaning up: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  };
  return {
    check,
    add: (undo) => {
      check();
      undoing.push(undo);
    },
    all: () => (ending ??= undoAll()),
  };
}

/** Rejects at the first Ctrl-C, SIGTERM or SIGHUP; later ones are ignored, since cleaning up is under way then. */
export function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Interrupted(signal)));
    }
  });
}

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
