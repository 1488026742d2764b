import { roleName } from '#domain/role-name.ts';
import { type ObligationRow, obligationsOfRequest } from '#store/obligations.ts';
import type { RequestRow } from '#store/requests.ts';
import { type ReviewRow, reviewOfRequest } from '#store/reviews.ts';
import type { Owed, OwedReview } from '#views/afterwards.ts';
import type { Names } from './names.ts';
import type { Setting } from './setting.ts';

/** What a request owes or owed after it was carried out, and the look at it that somebody owes. */
export async function afterwardsOf(
  setting: Setting,
  row: RequestRow,
  names: Names,
): Promise<{ readonly owed: readonly Owed[]; readonly review: OwedReview | null }> {
  const owed = await obligationsOfRequest(setting.db, setting.workspaceId, row.id);
  const review =
    (await reviewOfRequest(setting.db, setting.workspaceId, row.id, 'break_glass')) ??
    (await reviewOfRequest(setting.db, setting.workspaceId, row.id));
  return { owed: owed.map(owedOf), review: review === null ? null : reviewLine(row, review, names) };
}

/** Something owed, as lists say it. */
export function owedOf(row: ObligationRow): Owed {
  return {
    what: row.what,
    target: row.target,
    everyMs: row.everyMs,
    until: row.untilAt.toISOString(),
    ended: row.ended,
    last:
      row.lastCheckedAt === null || row.lastStatus === null
        ? null
        : { at: row.lastCheckedAt.toISOString(), status: row.lastStatus, because: row.lastBecause ?? '' },
  };
}

/** A look as lists say it. */
export function reviewLine(request: RequestRow, row: ReviewRow, names: Names): OwedReview {
  return {
    request: request.number,
    ...(row.kind === 'break_glass' ? { emergency: true } : {}),
    by: roleName(row.by),
    due: row.dueAt.toISOString(),
    missed: row.missedAt !== null,
    answer: answerOf(row, names),
  };
}

function answerOf(row: ReviewRow, names: Names): OwedReview['answer'] {
  if (row.answer === null || row.answeredAt === null) return null;
  if (row.answer === 'not_needed') return { is: 'not_needed' };
  const by = row.answeredBy === null ? '' : names.of(row.answeredBy);
  return { is: row.answer, by, at: row.answeredAt.toISOString(), reason: row.reason ?? '' };
}
