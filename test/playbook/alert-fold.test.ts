import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { type Firing, firingBefore, foldAlert } from '#playbook/alerts/fold-alert.ts';
import { tellAlert } from '#playbook/alerts/tell-alert.ts';
import type { AlertRule } from '#playbook/keys.ts';
import { alertRule, at, factsOf } from './alert-rules.ts';

interface Sample {
  readonly feature: string;
  readonly minutes: number;
  readonly value: number | null;
}

const numRuns = Number(process.env['FOLD_RUNS'] ?? 150);
const end = 2_000;
const rules = [
  alertRule({ no_data_after: '3h' }),
  alertRule({
    when: { drift: { psi: { op: '>', value: 0.3, for: '1h' } } },
    clear_when: { drift: { psi: { op: '<', value: 0.2, for: '2h' } } },
    no_data_after: '4h',
  }),
  alertRule({ group_by: ['feature'], no_data_after: '1d' }),
];

/** Few moments and features, so that they meet; distinct, as the store keeps them. */
const samples = fc.uniqueArray(
  fc.record({
    feature: fc.constantFrom('age', 'amount'),
    minutes: fc.integer({ min: 0, max: 30 }).map((n) => n * 37),
    value: fc.constantFrom(0.05, 0.15, 0.25, 0.35, 0.9, null),
  }),
  { selector: ({ feature, minutes }) => `${feature} ${minutes}`, maxLength: 40 },
);

function withSamples(all: readonly Sample[]) {
  const features = [...new Set(all.map(({ feature }) => feature))];
  return factsOf(
    Object.fromEntries(
      features.map((feature) => [
        feature,
        all.filter((one) => one.feature === feature).map(({ minutes, value }) => [minutes, value] as const),
      ]),
    ),
  );
}

const spans = (firings: readonly Firing[]) => firings.map(({ since, until }) => [since, until]);

/** Everything in order of time, known from the beginning. */
function foldedWhole(rule: AlertRule, all: readonly Sample[], feature: string | null): readonly Firing[] {
  return foldAlert(rule, withSamples(all), feature, { from: at(-1), before: null }, at(end)).firings;
}

/** As it comes: batch by batch, each folded again from its oldest sample, at a time when all of it lies behind. */
function foldedAsItCame(rule: AlertRule, batches: readonly (readonly Sample[])[], feature: string | null) {
  let firings: readonly Firing[] = [];
  let judgedUntil = at(-1);
  const stored = new Map<string, Sample>();
  let now = 0;
  for (const batch of [...batches, []]) {
    for (const sample of batch) stored.set(`${sample.feature} ${sample.minutes}`, sample);
    now = batch.length === 0 ? end : Math.max(now, ...batch.map(({ minutes }) => minutes + 5));
    const from = [judgedUntil, ...batch.map(({ minutes }) => at(minutes))].sort()[0] ?? judgedUntil;
    const before = firingBefore(firings, from);
    const kept = firings.filter(({ since, until }) => since < from && until !== null && until < from);
    const folded = foldAlert(rule, withSamples([...stored.values()]), feature, { from, before }, at(now));
    firings = [...kept, ...folded.firings];
    judgedUntil = at(now);
  }
  return firings;
}

describe('an alert folded from values', () => {
  it('fires alike in whatever order and however often they come', () => {
    const story = samples.chain((all) =>
      fc.record({
        all: fc.constant(all),
        order: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        again: fc.shuffledSubarray(all),
        width: fc.integer({ min: 1, max: 6 }),
        rule: fc.constantFrom(...rules),
        feature: fc.constantFrom(null, 'age'),
      }),
    );
    fc.assert(
      fc.property(story, ({ all, order, again, width, rule, feature }) => {
        const came = [...order, ...again];
        const batches = came.flatMap((_, index) => (index % width === 0 ? [came.slice(index, index + width)] : []));
        expect(spans(foldedAsItCame(rule, batches, feature))).toEqual(spans(foldedWhole(rule, all, feature)));
      }),
      { numRuns },
    );
  });

  it('fires in turns, one after the other, and only the last of them may go on', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(...rules), (all, rule) => {
        const firings = foldedWhole(rule, all, null);
        firings.forEach(({ since, until }, index) => {
          const next = firings[index + 1];
          if (next === undefined) return;
          expect(until).not.toBeNull();
          expect(since < (until ?? '') && (until ?? '') <= next.since).toBe(true);
        });
      }),
      { numRuns },
    );
  });

  const slow = rules[1] ?? alertRule();
  const spansOf = (all: readonly (readonly [number, number])[], rule = slow) =>
    spans(
      foldedWhole(
        rule,
        all.map(([minutes, value]) => ({ feature: 'age', minutes, value })),
        null,
      ),
    );

  it('fires when a condition held for long enough, though nothing was reported just then', () => {
    expect(
      spansOf([
        [0, 0.5],
        [30, 0.5],
        [90, 0.5],
      ]),
    ).toEqual([[at(60), null]]);
  });

  it('ends when it was calm for long enough', () => {
    expect(
      spansOf([
        [0, 0.5],
        [60, 0.5],
        [120, 0.1],
        [180, 0.1],
        [240, 0.1],
      ]),
    ).toEqual([[at(60), at(240)]]);
  });

  it('does not take a gap in the reports for a condition that held', () => {
    expect(
      spansOf([
        [0, 0.5],
        [600, 0.5],
      ]),
    ).toEqual([[at(60), null]]);
    const calmLater = [
      [0, 0.1],
      [300, 0.5],
      [301, 0.5],
    ] as const;
    expect(spansOf(calmLater)).toEqual([[at(360), null]]);
  });

  it('neither begins nor ends while a value is no number', () => {
    const nothing = [
      { feature: 'age', minutes: 0, value: null },
      { feature: 'age', minutes: 60, value: 0.9 },
      { feature: 'age', minutes: 90, value: null },
    ];
    expect(spans(foldedWhole(alertRule(), nothing, null))).toEqual([[at(60), null]]);
  });
});

describe('what is told of a folded alert', () => {
  const seen = (when: boolean | null) => ({
    when,
    clear: when === null ? null : !when,
    because: 'so',
    asOf: at(0),
    nextChangeAt: null,
  });
  const rule = alertRule({ escalate: [{ after: '30m', to: 'ml' }] });

  it('counts the time to an escalation from when it was noticed', () => {
    const first = tellAlert(
      rule,
      newAlertGroup(at(0)),
      { seen: seen(true), firing: true, known: false },
      'low',
      at(500),
    );
    expect(first.posts.map(({ kind }) => kind)).toEqual(['firing']);
    const later = tellAlert(rule, first.group, { seen: seen(true), firing: true, known: true }, 'low', at(530));
    expect(later.posts.map(({ kind }) => kind)).toEqual(['escalation']);
  });

  it('says that one firing ended before it says that another began', () => {
    const first = tellAlert(
      rule,
      newAlertGroup(at(0)),
      { seen: seen(true), firing: true, known: false },
      'high',
      at(5),
    );
    const other = tellAlert(rule, first.group, { seen: seen(true), firing: true, known: false }, 'high', at(9));
    expect(other.posts.map(({ kind }) => kind)).toEqual(['cleared', 'firing']);
  });

  it('keeps firing while nothing is known', () => {
    const first = tellAlert(rule, newAlertGroup(at(0)), { seen: seen(true), firing: true, known: false }, 'low', at(5));
    const unknown = tellAlert(rule, first.group, { seen: seen(null), firing: true, known: true }, 'low', at(9));
    expect(unknown.group.firingSince).toBe(at(5));
    expect(unknown.posts).toEqual([]);
  });
});
