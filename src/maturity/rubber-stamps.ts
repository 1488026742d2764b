import type { PromotionFacts } from '#domain/maturity-operation.ts';

/** An approval that can hardly have been a look: too fast, or one of too many of its person on one day (UTC). */
export interface RubberStamp {
  readonly promotion: string;
  readonly person: string;
  readonly because: 'faster_than_reading' | 'too_many_a_day';
}

/** Starting values of ours. */
const rubberStampBars = { readingSeconds: 30, approvalsADay: 20 } as const;

/** Approvals to show as rubber stamps. They count as before: people judge what is marked. */
export function rubberStamps(promotions: readonly PromotionFacts[]): readonly RubberStamp[] {
  const day = (person: string, at: string) => JSON.stringify([person, at.slice(0, 10)]);
  const perDay = new Map<string, number>();
  for (const { approvals } of promotions) {
    for (const { person, at } of approvals) perDay.set(day(person, at), (perDay.get(day(person, at)) ?? 0) + 1);
  }
  return promotions.flatMap(({ id, approvals }) =>
    approvals.flatMap(({ person, at, secondsToDecide }): readonly RubberStamp[] => {
      if (secondsToDecide < rubberStampBars.readingSeconds) {
        return [{ promotion: id, person, because: 'faster_than_reading' }];
      }
      const many = (perDay.get(day(person, at)) ?? 0) > rubberStampBars.approvalsADay;
      return many ? [{ promotion: id, person, because: 'too_many_a_day' }] : [];
    }),
  );
}
