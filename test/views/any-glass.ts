import fc from 'fast-check';
import { confirmGlass } from '#views/confirm-glass.ts';
import { confirmGlassReview, glassNotice, glassReview } from '#views/glass-review.ts';
import { facts, instant, maybe, owedReview, owner, person, press, rows, text } from './any-state.ts';

/** An emergency decision, complete or begun. */
export const glass = fc.record({
  people: fc.array(text, { minLength: 1, maxLength: 6 }),
  reason: text,
  missing: fc.nat({ max: 3 }),
  roles: text,
  until: instant,
  passed: rows(text),
  review: fc.record({ by: text, due: maybe(instant) }),
});

const review = fc
  .tuple(
    facts,
    owedReview,
    fc.record({
      carriedOut: fc.boolean(),
      brokenBy: rows(text),
      because: text,
      people: rows(person),
      owner,
      followUp: maybe(fc.nat()),
      hindrance: maybe(text),
      press,
    }),
  )
  .map(([about, owed, own]) => ({ ...about, ...owed, ...own }));

/** Everything about an emergency but its card. */
export const glassViews: Record<string, fc.Arbitrary<object>> = {
  confirmGlass: fc
    .record({
      facts,
      missing: fc.nat({ max: 3 }),
      roles: text,
      validForMs: fc.nat(),
      review: fc.record({
        by: text,
        withinMs: fc.nat(),
        ifMissed: fc.constantFrom('escalate' as const, 'rollback' as const),
      }),
      reason: text,
      press,
    })
    .map(confirmGlass),
  glassReview: review.map(glassReview),
  glassNotice: fc
    .tuple(review, fc.constantFrom('missed' as const, 'wrong' as const))
    .map(([state, about]) => glassNotice(state, about)),
  confirmGlassReview: fc
    .tuple(review, fc.constantFrom('right' as const, 'wrong' as const))
    .map(([state, answer]) => confirmGlassReview(state, answer)),
};
