import { describe, expect, it } from 'vitest';
import { inSharedTurns } from '#operations/hooks/in-shared-turns.ts';

/** Work whose turns end when the test says so. */
function held() {
  const turns: {
    readonly all: readonly number[];
    readonly end: PromiseWithResolvers<readonly (number | Promise<number>)[]>;
  }[] = [];
  const work = (all: readonly number[]) => {
    const end = Promise.withResolvers<readonly (number | Promise<number>)[]>();
    turns.push({ all, end });
    return end.promise;
  };
  return { turns, work };
}
const weighed = { weightOf: (one: number) => one, most: 10 };
const settled = async () => await new Promise<void>((resolve) => setImmediate(resolve));

describe('what is done in shared turns', () => {
  it('waits for the turn under way, shares the next with who waits too, and each hears of its own', async () => {
    const { turns, work } = held();
    const take = inSharedTurns(work, weighed);
    const first = take(1);
    const others = [take(2), take(3), take(4)];
    expect(turns.map(({ all }) => all)).toEqual([[1]]);
    turns[0]?.end.resolve([10]);
    expect(await first).toBe(10);
    await settled();
    expect(turns.map(({ all }) => all)).toEqual([[1], [2, 3, 4]]);
    turns[1]?.end.resolve([20, Promise.reject(new Error('three alone')), 40]);
    expect(await Promise.allSettled(others)).toMatchObject([
      { value: 20 },
      { reason: new Error('three alone') },
      { value: 40 },
    ]);
  });

  it('keeps to its weight, but for one that is heavier by itself, in the order they came', async () => {
    const { turns, work } = held();
    const take = inSharedTurns(work, weighed);
    const all = [1, 5, 4, 2, 99, 3, 3].map((one) => take(one));
    for (let turn = 0; turn < 5; turn += 1) {
      await settled();
      turns[turn]?.end.resolve(turns[turn]?.all ?? []);
    }
    expect(await Promise.all(all)).toEqual([1, 5, 4, 2, 99, 3, 3]);
    expect(turns.map((turn) => turn.all)).toEqual([[1], [5, 4], [2], [99], [3, 3]]);
  });

  it('that fail tell each of theirs, and the next turn goes on', async () => {
    const { turns, work } = held();
    const take = inSharedTurns(work, weighed);
    const first = take(1);
    const second = take(2);
    turns[0]?.end.reject(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await settled();
    turns[1]?.end.resolve([]);
    await expect(second).rejects.toThrow('not one result for each');
    const third = take(3);
    await settled();
    turns[2]?.end.resolve([3]);
    expect(await third).toBe(3);
  });
});
