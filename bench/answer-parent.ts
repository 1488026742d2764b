import type { Asked } from './served-systems.ts';

interface Served {
  readonly url: string;
  readonly requests: readonly { readonly path: string }[];
}

/** Answers the bench that forked this process, until it goes away. */
export function answerParent(systems: Readonly<Record<string, Served>>, setClock: (ms: number) => void): void {
  const told = new Map<string, number>();
  const answerTo = (asked: Asked): unknown => {
    if (asked.ask === 'urls') return Object.fromEntries(Object.entries(systems).map(([name, { url }]) => [name, url]));
    if (asked.ask === 'requests') {
      const all = systems[asked.name]?.requests ?? [];
      const since = told.get(asked.name) ?? 0;
      told.set(asked.name, all.length);
      return all.slice(since).map(({ path }) => path);
    }
    setClock(asked.ms);
    return null;
  };
  process.on('message', (asked) => process.send?.(answerTo(asked as Asked)));
  process.on('disconnect', () => process.exit());
}
