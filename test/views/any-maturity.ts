import fc from 'fast-check';
import { capabilities } from '#domain/maturity.ts';
import { maturityNumber } from '#views/maturity-number.ts';
import { maturityPage } from '#views/maturity-page.ts';
import type { MaturityNumber, MaturityPage, ShownLevel, ShownSignal } from '#views/maturity-state.ts';
import { instant, maybe, press, rows, text } from './any-state.ts';

/** Arbitrary maturity: any names and sentences, shares and durations of any size, nothing known or everything. */
const capability = fc.constantFrom(...capabilities);
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1, 0.5, -3, 1e21, 5e-324),
);
const level = fc.constantFrom(0 as const, 1 as const, 2 as const);
const shownLevel: fc.Arbitrary<ShownLevel> = fc.record({
  settled: maybe(level),
  now: maybe(fc.record({ atLeast: level, atMost: level })),
  because: maybe(text),
  target: level,
  targetBecause: text,
  monitoring: fc.boolean(),
});
const week = fc.oneof(fc.constant('2026-11-23'), text);
const fit = fc.record({
  fit: maybe(value),
  atLeast: maybe(value),
  coverage: maybe(value),
  provisional: fc.boolean(),
  before: maybe(fc.record({ fit: value, week })),
});
const delivery = fc.record({
  frequency: fc.record({ data: value, code: value, config: value }),
  codeLeadHours: maybe(value),
  dataLead: maybe(
    fc.record({ totalHours: value, triggerHours: value, trainHours: value, approvalHours: value, rolloutHours: value }),
  ),
  changeFailRate: maybe(value),
  closedChanges: fc.nat(),
  recoveryHours: maybe(value),
  reworkRate: maybe(value),
  decisionHours: maybe(value),
  stalenessRatio: maybe(value),
});
const next: fc.Arbitrary<MaturityPage['next']> = fc.oneof(
  fc.constant({ kind: 'stop' } as const),
  fc.record({ kind: fc.constant('observe' as const), capabilities: fc.array(capability) }),
  fc.record({
    kind: fc.constantFrom('build' as const, 'adopt' as const),
    capability,
    heldBy: rows(text),
    models: rows(text),
  }),
);
const page: fc.Arbitrary<MaturityPage> = fc.record({
  kind: fc.constantFrom('all' as const, 'team' as const, 'model' as const),
  // An intent takes no longer id of a model.
  subject: text.map((id) => id.slice(0, 300)),
  scope: press,
  fit,
  models: rows(fc.record({ model: text, level: shownLevel, testScore: value })),
  modelCount: fc.nat(),
  changes: rows(fc.record({ model: text, week, from: level, to: level, decidedBy: maybe(text) })),
  needs: rows(
    fc.record({
      capability,
      models: fc.record({
        absent: fc.nat(),
        declared: fc.nat(),
        evidenced: fc.nat(),
        verified: fc.nat(),
        unknown: fc.nat(),
      }),
      because: maybe(text),
      expired: fc.boolean(),
      disagreement: fc.boolean(),
    }),
  ),
  delivery: maybe(delivery),
  gaps: rows(fc.record({ capability, models: rows(text), because: text, missed: rows(text) })),
  next,
  waivers: rows(fc.record({ model: text, capability, reason: text, approver: text, expiresAt: instant })),
  siblings: rows(fc.record({ models: rows(text), pipelines: rows(text) })),
  unlisted: fc.nat(),
  matrix: text,
});

const bar = fc.oneof(
  fc.record({ atLeast: value }),
  fc.record({ atMost: value }),
  fc.record({ between: fc.tuple(value, value) }),
);
const reading: fc.Arbitrary<ShownSignal['reading']> = fc.oneof(
  fc.record({
    signal: text,
    state: fc.constant('known' as const),
    value,
    of: fc.nat(),
    grade: fc.constantFrom('below' as const, 'evidenced' as const, 'verified' as const, 'trend' as const),
    proof: maybe(fc.constantFrom('proven' as const, 'untried' as const, 'unproven' as const)),
    missed: rows(text),
    asOf: instant,
    provenance: fc.constantFrom('machine' as const, 'declared' as const),
  }),
  fc.record({ signal: text, state: fc.constant('unknown' as const), because: text, connected: fc.boolean() }),
  fc.record({ signal: text, state: fc.constant('not_applicable' as const), because: text }),
);
const signal: fc.Arbitrary<ShownSignal> = fc.record({
  id: text,
  title: text,
  formula: text,
  unit: fc.constantFrom('share', 'ratio', 'kinds', 'per_30_days', 'hours', 'money'),
  window: text,
  minimum: fc.nat(),
  sources: rows(text),
  bars: maybe(fc.record({ evidenced: bar, verified: bar })),
  reading,
});
const condition = fc.record({
  id: text,
  title: text,
  value: maybe(value),
  of: fc.nat(),
  because: maybe(text),
  level1: maybe(value),
  level2: value,
  missed: rows(text),
});
const number: fc.Arbitrary<MaturityNumber> = fc.oneof(
  fc.record({
    of: fc.constant('signals' as const),
    subject: text,
    title: text,
    because: maybe(text),
    signals: rows(signal),
  }),
  fc.record({
    of: fc.constant('fit' as const),
    subject: text,
    fit,
    needs: rows(fc.record({ capability, need: value, gap: value, unknown: value })),
    matrix: text,
  }),
  fc.record({
    of: fc.constant('levels' as const),
    subject: text,
    models: rows(fc.record({ model: text, level: shownLevel, conditions: rows(condition) })),
  }),
  fc.record({
    of: fc.constant('score' as const),
    subject: text,
    rubric: text,
    models: rows(
      fc.record({
        model: text.map((id) => id.slice(0, 300)),
        score: value,
        meaning: text,
        sums: fc.record({ data: value, model: value, infrastructure: value, monitoring: value }),
        tests: rows(
          fc.record({
            test: text,
            title: text,
            points: value,
            because: text,
            said: rows(fc.record({ by: text, passed: fc.boolean(), until: instant, where: text })),
          }),
        ),
        of: fc.nat(),
      }),
    ),
  }),
);

export const maturityViews = {
  maturityPage: page.map(maturityPage),
  maturityNumber: number.map(maturityNumber),
};
