import type { Asked } from './served-systems.ts';

interface Served {
  readonly url: string;
  readonly requests: readonly { readonly path: string }[];
}

/** Answers the bench that forked this process, until it goes away. */
export function answerParent(
  systems: Readonly<Record<string, Served>>,
  setClock: (ms: number) => Promise<void> | void,
): void {
  const told = new Map<string, number>();
  const answerTo = async (asked: Asked): Promise<unknown> => {
    if (asked.ask === 'urls') return Object.fromEntries(Object.entries(systems).map(([name, { url }]) => [name, url]));
    if (asked.ask === 'requests') {
      const all = systems[asked.name]?.requests ?? [];
      const since = told.get(asked.name) ?? 0;
      told.set(asked.name, all.length);
      return all.slice(since).map(({ path }) => path);
    }
    await setClock(asked.ms);
    return null;
  };
  process.on('message', (asked) => {
    void answerTo(asked as Asked).then((answer) => process.send?.(answer));
  });
  process.on('disconnect', () => process.exit());
}
