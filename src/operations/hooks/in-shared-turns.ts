interface Waiting<T, R> {
  readonly one: T;
  readonly done: PromiseWithResolvers<R>;
}

/**
 * Does something for many at once: whoever comes while a turn is under way shares the next one with all others that come
 * until it begins, as far as their weights together are within `most`, and hears what came of its own. Turns never overlap.
 */
export function inSharedTurns<T, R>(
  work: (all: readonly T[]) => Promise<readonly (R | Promise<R>)[]>,
  { weightOf, most }: { readonly weightOf: (one: T) => number; readonly most: number },
): (one: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let busy = false;
  const next = () => {
    let weight = 0;
    const end = waiting.findIndex(({ one }, index) => (weight += weightOf(one)) > most && index > 0);
    return waiting.splice(0, end < 0 ? waiting.length : end);
  };
  const run = async () => {
    busy = true;
    while (waiting.length > 0) await settle(work, next());
    busy = false;
  };
  return (one) => {
    const done = Promise.withResolvers<R>();
    waiting.push({ one, done });
    if (!busy) void run();
    return done.promise;
  };
}

async function settle<T, R>(
  work: (all: readonly T[]) => Promise<readonly (R | Promise<R>)[]>,
  turn: readonly Waiting<T, R>[],
): Promise<void> {
  try {
    const results = await work(turn.map(({ one }) => one));
    if (results.length !== turn.length) throw new Error('a turn has not one result for each');
    for (const [index, result] of results.entries()) turn[index]?.done.resolve(result);
  } catch (error) {
    for (const { done } of turn) done.reject(error);
  }
}
