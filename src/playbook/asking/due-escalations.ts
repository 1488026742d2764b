import type { PlaybookKeys } from '../keys.ts';

type Escalation = NonNullable<NonNullable<PlaybookKeys['ask']>['escalate']>[number];

/** One step of `ask.escalate`, by its place in the list. */
export interface DueEscalation {
  readonly index: number;
  /** A role, `owner` or a channel. */
  readonly to: string;
  readonly afterMs: number;
}

/**
 * Who is to be told now that it waits (§5, `ask.escalate`), and when somebody next. What came due while nobody looked is
 * told once to each: of several steps to the same people only the last.
 */
export function dueEscalations(
  steps: readonly Escalation[],
  told: ReadonlySet<number>,
  since: number,
  now: number,
): { readonly due: readonly DueEscalation[]; readonly nextAt: number | null } {
  const all = steps.map((step, index) => ({ ...step, index }));
  const knows = (step: DueEscalation) =>
    all.some(({ index, to, afterMs }) => told.has(index) && to === step.to && afterMs >= step.afterMs);
  const open = all.filter((step) => !knows(step));
  const due = open.filter(({ afterMs }) => since + afterMs <= now);
  const later = open.filter(({ afterMs }) => since + afterMs > now).map(({ afterMs }) => since + afterMs);
  const last = new Map(due.toSorted((a, b) => a.afterMs - b.afterMs).map((step) => [step.to, step]));
  return { due: [...last.values()], nextAt: later.length === 0 ? null : Math.min(...later) };
}
