import type { TrafficSplit } from './endpoint.ts';

/**
 * The split that gives `percent` (0 to 100, whole) to one deployed model and divides the rest as before among the
 * others; it sums to 100. Where no other has traffic, all of it goes to that one.
 */
export function splitTowards(before: TrafficSplit, to: string, percent: number): TrafficSplit {
  const others = Object.entries(before)
    .filter(([id, share]) => id !== to && share > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const total = others.reduce((sum, [, share]) => sum + share, 0);
  if (total === 0) return { [to]: 100 };
  const rest = 100 - percent;
  const exact = others.map(([id, share]) => ({
    id,
    share: Math.floor((share * rest) / total),
    left: (share * rest) % total,
  }));
  let missing = rest - exact.reduce((sum, { share }) => sum + share, 0);
  const shares = new Map(exact.map(({ id, share }) => [id, share]));
  for (const { id } of exact.toSorted((a, b) => b.left - a.left)) {
    if (missing === 0) break;
    shares.set(id, (shares.get(id) ?? 0) + 1);
    missing -= 1;
  }
  const entries = [[to, percent] as const, ...shares];
  return Object.fromEntries(entries.filter(([, share]) => share > 0));
}

/** Whether two splits send the same traffic to the same models; no share and a share of 0 are one. */
export function sameSplit(a: TrafficSplit, b: TrafficSplit): boolean {
  const ids = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...ids].every((id) => (a[id] ?? 0) === (b[id] ?? 0));
}
