import fc from 'fast-check';
import { capabilities, traits } from '#domain/maturity.ts';
import { assessForm } from '#views/assess-form.ts';
import { assessment } from '#views/assessment.ts';
import { attestForm } from '#views/attest.ts';
import { handTestForm } from '#views/hand-test.ts';
import { spotCheck, spotCheckForm } from '#views/spot-check.ts';
import { explainDoubts, useCaseDoubts } from '#views/use-case-doubts.ts';
import { waiveForm, waiverCard, waiverEnded } from '#views/waiver.ts';
import * as any from './any-state.ts';

const { text, instant, maybe, press, rows } = any;
const capability = fc.constantFrom(...capabilities);
const trait = fc.constantFrom(...traits);
const reason = fc.record({
  trait,
  grade: fc.constantFrom('article' as const, 'author' as const, 'reconstructed' as const, 'own' as const),
  note: maybe(text),
});
const choices = fc.constant(['a', 'b', 'c'].map((value) => ({ label: `Choice ${value}`, value })));
const question = fc.record({
  id: fc.uuid(),
  question: text,
  choices: maybe(choices),
  several: fc.boolean(),
  optional: fc.boolean(),
  filled: fc.constantFrom([], ['a'], ['b', 'c'], ['something typed']),
  hint: maybe(text),
});
const waiver = fc.record({
  model: text,
  capability,
  reason: text,
  approver: text,
  approverRole: text,
  grantedAt: instant,
  expiresAt: instant,
  ended: maybe(fc.record({ at: instant, by: maybe(text) })),
  press,
});
const filled = fc.record({ capability: fc.constantFrom('', 'serving'), days: fc.constantFrom('', '90'), reason: text });

/** Every view of what people say of use cases and capabilities, in any state. */
export const assessViews: Record<string, fc.Arbitrary<object>> = {
  assessForm: fc
    .record({
      model: text,
      modelId: fc.constant('fraud/scorer'),
      questions: fc.uniqueArray(question, { selector: ({ id }) => id, maxLength: 8 }),
      last: maybe(fc.record({ by: text, at: instant })),
      mistakes: rows(text),
    })
    .map(assessForm),
  assessment: fc
    .record({
      model: text,
      modelId: fc.constant('fraud/scorer'),
      answered: maybe(fc.record({ by: text, at: instant })),
      traits: fc.uniqueArray(trait),
      needed: fc.array(
        fc.record({
          capability,
          reasons: fc.array(reason, { minLength: 1, maxLength: 8 }),
          heldBy: rows(text),
          said: fc.record({ there: rows(text), notThere: rows(text) }),
          waiver: maybe(fc.record({ until: instant, by: text, reason: text })),
        }),
        { maxLength: 12 },
      ),
      notNow: fc.array(fc.record({ capability, once: fc.uniqueArray(trait), note: maybe(text) }), { maxLength: 12 }),
      lookAgainAt: instant,
      matrix: text,
      assessors: text,
    })
    .map(assessment),
  handTestForm: fc
    .record({
      model: text,
      modelId: fc.constant('fraud/scorer'),
      tests: fc.array(fc.record({ id: fc.stringMatching(/^[DMIO][1-7]$/), title: text }), {
        minLength: 1,
        maxLength: 28,
      }),
      countsDays: fc.nat(),
      filled: fc.record({ test: text, passed: fc.constantFrom('', 'yes', 'no'), note: text }),
      mistakes: rows(text),
    })
    .map(handTestForm),
  attestForm: fc
    .record({
      model: text,
      modelId: fc.constant('fraud/scorer'),
      capability: maybe(capability),
      said: rows(fc.record({ capability, has: fc.boolean(), by: text, at: instant, note: text })),
      countsDays: fc.nat(),
      filled: fc.record({ has: fc.constantFrom('', 'yes', 'no'), note: text }),
      mistakes: rows(text),
    })
    .map(attestForm),
  waiveForm: fc
    .record({
      model: text,
      modelId: fc.constant('fraud/scorer'),
      needs: fc.uniqueArray(capability, { minLength: 1 }),
      days: fc.constant([30, 90, 180]),
      filled,
      mistakes: rows(text),
    })
    .map(waiveForm),
  waiverCard: waiver.map(waiverCard),
  waiverEnded: waiver.map(waiverEnded),
  useCaseDoubts: fc
    .record({
      model: text,
      said: maybe(fc.record({ by: text, at: instant })),
      doubts: rows(fc.record({ question: text, answer: text, because: text })),
      settled: maybe(fc.record({ by: text, explanation: maybe(text) })),
      press,
    })
    .map(useCaseDoubts),
  spotCheck: fc
    .record({
      model: text,
      capability,
      drawnAt: instant,
      answered: maybe(fc.record({ by: text, at: instant, shown: fc.boolean(), note: text })),
      scope: maybe(fc.constant('model:mlflow/fraud-scorer')),
      press,
    })
    .map(spotCheck),
  spotCheckForm: fc
    .record({
      model: text,
      capability,
      press,
      countsDays: fc.nat(),
      filled: fc.record({ shown: fc.constantFrom('', 'yes', 'no'), note: text }),
      mistakes: rows(text),
    })
    .map(spotCheckForm),
  explainDoubts: fc.record({ model: text, press }).map(explainDoubts),
};
