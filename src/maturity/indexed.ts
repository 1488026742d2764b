/**
 * Makes a way to find records of a list by key, in their order, which looks at each list once however often it is asked:
 * what ten thousand models ask of the records of all would take the square of that otherwise.
 */
export function indexed<T>(
  keysOf: (record: T) => readonly string[],
): (list: readonly T[], key: string) => readonly T[] {
  const indexes = new WeakMap<readonly T[], ReadonlyMap<string, readonly T[]>>();
  return (list, key) => {
    let index = indexes.get(list);
    if (index === undefined) {
      const made = new Map<string, T[]>();
      for (const record of list) {
        for (const one of keysOf(record)) {
          const known = made.get(one);
          if (known === undefined) made.set(one, [record]);
          else known.push(record);
        }
      }
      indexes.set(list, made);
      index = made;
    }
    return index.get(key) ?? [];
  };
}
