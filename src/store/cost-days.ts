import { and, between, eq, sql } from 'drizzle-orm';
import type { CostDay, DayFingerprint, DaySum } from '#domain/cost.ts';
import type { StoredDays } from './cost-lines.ts';
import type { Executor } from './database.ts';
import { costDays } from './schema/cost.ts';

/** The fingerprint is null where the day was read without one. */
type KnownDaySum = Omit<DaySum, 'fingerprint'> & { readonly fingerprint: string | null };

/**
 * Notes what these days come to now that their lines were replaced, and what they came to before where that differs.
 * A currency that a day has no line of any more comes to zero. `settledBefore`: days before it had been settled when
 * they were read before.
 */
export async function noteDays(
  tx: Executor,
  { workspaceId, source, first, last }: StoredDays,
  {
    readAt,
    settledBefore,
    fingerprints,
  }: { readonly readAt: Date; readonly settledBefore: CostDay; readonly fingerprints: readonly DayFingerprint[] },
): Promise<void> {
  const at = readAt.toISOString();
  const marks = [
    fingerprints.map(({ day }) => day),
    fingerprints.map(({ currency }) => currency),
    fingerprints.map(({ fingerprint }) => fingerprint),
  ].map((column) => sql`${sql.param(column)}::text[]`);
  await tx.execute(sql`
    insert into cost_days as known (workspace_id, source, day, currency, billed, effective, lines, fingerprint, read_at)
    select ${workspaceId}, ${source}, now.day, now.currency, sum(billed), sum(effective), sum(lines), max(mark.fingerprint),
      ${at}::timestamptz
    from (
      select day, currency, billed, effective, lines from cost_lines
      where workspace_id = ${workspaceId} and source = ${source} and day between ${first} and ${last}
      union all
      select day, currency, 0, 0, 0 from cost_days
      where workspace_id = ${workspaceId} and source = ${source} and day between ${first} and ${last}
    ) as now
    left join unnest(${sql.join(marks, sql`, `)}) as mark (day, currency, fingerprint)
      on mark.day::date = now.day and mark.currency = now.currency
    group by now.day, now.currency
    on conflict (workspace_id, source, day, currency) do update set
      billed = excluded.billed, effective = excluded.effective, lines = excluded.lines,
      fingerprint = excluded.fingerprint, read_at = excluded.read_at,
      billed_before = case when known.billed <> excluded.billed then known.billed else known.billed_before end,
      changed_at = case when known.billed <> excluded.billed then excluded.read_at else known.changed_at end,
      was_settled = case when known.billed <> excluded.billed then known.day < ${settledBefore}::date else known.was_settled end`);
}

/** What the days of a bill came to when they were read last; a currency that left a day comes to zero, as of no lines. */
export async function daySums(
  db: Executor,
  { workspaceId, source, first, last }: StoredDays,
): Promise<readonly KnownDaySum[]> {
  const { day, currency, billed, effective, lines, fingerprint } = costDays;
  return await db
    .select({ day, currency, billed, effective, lines, fingerprint })
    .from(costDays)
    .where(and(eq(costDays.workspaceId, workspaceId), eq(costDays.source, source), between(day, first, last)));
}
