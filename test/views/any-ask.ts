import fc from 'fast-check';
import { askNote } from '#views/ask-note.ts';
import { escalationLine } from '#views/escalation-line.ts';
import { facts, instant, maybe, need, press, rows, text } from './any-state.ts';

const asked = fc
  .tuple(
    facts,
    fc.record({
      number: fc.nat(),
      role: maybe(text),
      principal: maybe(text),
      standing: fc.constantFrom('asked' as const, 'approved' as const, 'not_needed' as const, 'over' as const),
      outcome: text,
      needs: rows(need),
      deadline: instant,
      failing: rows(text),
      changed: rows(fc.record({ title: text, before: maybe(text), now: text })),
      press,
    }),
  )
  .map(([about, own]) => ({ ...about, ...own }));

/** Everything that is said to those a request waits for. */
export const askViews: Record<string, fc.Arbitrary<object>> = {
  askNote: fc
    .record({
      kind: fc.constantFrom('first' as const, 'again' as const, 'reminder' as const, 'escalation' as const),
      requests: rows(asked),
    })
    .map(askNote),
  escalationLine: fc
    .record({
      facts,
      told: maybe(fc.record({ role: text, people: rows(text) })),
      afterMs: fc.nat(),
      deadline: instant,
      needs: rows(need),
      press,
    })
    .map(escalationLine),
};
