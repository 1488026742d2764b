import { freezeSpans } from '#playbook/freeze.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';

const roomMs = 6 * 3_600_000;

/**
 * When the local workspace begins: now, or once no freeze of the playbooks holds or is less than six hours away, so that
 * the first promotion somebody tries is carried out. In milliseconds since the epoch.
 */
export function startOutsideFreezes(set: Pick<PlaybookSet, 'playbooks'>, nowMs: number): number {
  const freezes = set.playbooks.flatMap(({ timing }) => timing?.freeze ?? []);
  let startMs = nowMs;
  // Freezes that leave no six hours free in a year are nothing to wait for.
  while (startMs < nowMs + 366 * 86_400_000) {
    const from = startMs;
    const near = freezes.flatMap((freeze) => freezeSpans(freeze, from)).filter(({ start }) => start < from + roomMs);
    if (near.length === 0) return startMs;
    startMs = Math.max(...near.map(({ end }) => end));
  }
  return nowMs;
}
