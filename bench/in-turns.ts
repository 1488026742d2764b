/** Does the same with each of many, in order, some of them at a time; the first that fails ends it. */
export async function inTurns<T>(all: Iterable<T>, width: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = Iterator.from(all);
  const worker = async () => {
    for (let one = left.next(); one.done !== true; one = left.next()) await work(one.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
