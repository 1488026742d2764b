/**
 * Begins `count` calls so many a second, whether or not earlier ones have ended, and answers how long each took from
 * when it should have begun, in milliseconds and in that order: who waits behind a slow one counts.
 */
export async function atARate(
  perSecond: number,
  count: number,
  call: (at: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const from = performance.now();
  const calls: Promise<number>[] = [];
  while (calls.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * perSecond) + 1);
    for (let at = calls.length; at < due; at += 1) calls.push(timed(from + (at / perSecond) * 1000, call(at)));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return await Promise.all(calls);
}

async function timed(from: number, call: Promise<unknown>): Promise<number> {
  await call;
  return performance.now() - from;
}
