import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertGroup, newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { answerAlert } from '#playbook/alerts/answer-alert.ts';
import { type AlertStep, stepAlert } from '#playbook/alerts/step-alert.ts';
import type { Criticality } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import { alertRule, at, follow, type Samples } from './alert-rules.ts';

interface Told {
  readonly minutes: number;
  readonly step: AlertStep;
}

const truth = fc.constantFrom(true, false, null);

/** What was found at moments that go forward, and what people did right before. */
const story = fc.array(
  fc.record({
    later: fc.integer({ min: 1, max: 200 }),
    when: truth,
    clear: truth,
    act: fc.constantFrom('nothing', 'nothing', 'nothing', 'answer', 'silence'),
  }),
  { maxLength: 40 },
);

const rules = fc
  .record({
    at_most: fc.constantFrom('1 per 6h', '1 per 10m', '3 per 1h', '7 per 2h'),
    escalate: fc.constantFrom(
      [],
      [{ after: '30m', to: 'ml' }],
      [
        { after: '1m', to: 'ml' },
        { after: '3h', to: 'risk' },
      ],
    ),
    no_data_after: fc.constantFrom('1h', '1d'),
  })
  .map((keys) => alertRule(keys));

const criticalities = fc.constantFrom<Criticality | null>('low', 'medium', 'high', 'critical', null);

type Story = readonly {
  readonly later: number;
  readonly when: boolean | null;
  readonly clear: boolean | null;
  readonly act: string;
}[];

function tell(rule: AlertRule, events: Story, model: Criticality | null): readonly Told[] {
  let group = newAlertGroup(at(0));
  let minutes = 0;
  return events.map(({ later, when, clear, act }) => {
    minutes += later;
    if (act === 'answer') group = answerAlert(group, at(minutes));
    if (act === 'silence') group = { ...group, silence: { until: at(minutes + 90), reason: 'planned work' } };
    const seen = { when, clear, because: '', asOf: when === null ? null : at(minutes), nextChangeAt: null };
    const step = stepAlert(rule, group, seen, model, at(minutes));
    group = step.group;
    return { minutes, step };
  });
}

const high = (model: Criticality | null) => model === null || model === 'high' || model === 'critical';

describe('whatever is found and done', () => {
  it('no span of at_most holds more posts, but for the first of a firing at high criticality', () => {
    fc.assert(
      fc.property(rules, story, criticalities, (rule, events, model) => {
        const said: number[] = [];
        for (const { minutes, step } of tell(rule, events, model)) {
          for (const { kind } of step.posts) {
            if (kind !== 'firing' && kind !== 'still_firing') continue;
            const within = said.filter((one) => one > minutes - rule.atMost.perMs / 60_000).length;
            if (kind === 'still_firing' || !high(model)) expect(within).toBeLessThan(rule.atMost.count);
            said.push(minutes);
          }
        }
      }),
    );
  });

  it('a firing at high criticality is posted at once unless it is silenced', () => {
    fc.assert(
      fc.property(rules, story, fc.constantFrom('high', 'critical', null), (rule, events, model) => {
        let before: AlertGroup | null = null;
        for (const { minutes, step } of tell(rule, events, model)) {
          const { group, posts } = step;
          const silent = group.silence !== null && at(minutes) < group.silence.until;
          const began = group.firingSince !== null && (before?.firingSince ?? null) === null;
          if (began && !silent) expect(posts.map(({ kind }) => kind)).toContain('firing');
          before = group;
        }
      }),
    );
  });

  it('what is not known neither begins nor ends it', () => {
    fc.assert(
      fc.property(rules, story, criticalities, (rule, events, model) => {
        let firing: string | null = null;
        tell(rule, events, model).forEach(({ step }, index) => {
          const { when, clear } = events[index] ?? { when: null, clear: null };
          if (when === null || (firing !== null && clear === null)) expect(step.group.firingSince).toBe(firing);
          firing = step.group.firingSince;
        });
      }),
    );
  });

  it('it begins and ends one after the other, and an end is posted of nothing that was not', () => {
    fc.assert(
      fc.property(rules, story, criticalities, (rule, events, model) => {
        let open = false;
        for (const { step } of tell(rule, events, model)) {
          for (const { kind } of step.posts) {
            if (kind === 'cleared') expect(open).toBe(true);
            if (kind === 'firing' || kind === 'cleared') open = kind === 'firing';
            if (kind === 'still_firing') expect(open).toBe(true);
          }
        }
      }),
    );
  });

  it('each step of an escalation is taken once a firing, and none after an answer', () => {
    fc.assert(
      fc.property(rules, story, criticalities, (rule, events, model) => {
        let firing: string | null = null;
        let taken: readonly string[] = [];
        for (const { step } of tell(rule, events, model)) {
          if (step.group.firingSince !== firing) taken = [];
          firing = step.group.firingSince;
          const now = step.posts.flatMap((post) => (post.kind === 'escalation' ? [post.to] : []));
          if (firing === null || step.group.answeredAt !== null) expect(now).toEqual([]);
          taken = [...taken, ...now];
          expect(taken).toEqual(rule.escalate.slice(0, taken.length).map(({ to }) => to));
        }
      }),
    );
  });

  it('nothing is posted while it is silenced, and the firing is the same as without', () => {
    fc.assert(
      fc.property(rules, story, criticalities, (rule, events, model) => {
        const loud = tell(
          rule,
          events.map((one) => ({ ...one, act: 'nothing' })),
          model,
        );
        tell(rule, events, model).forEach(({ minutes, step: { group, posts } }, index) => {
          if (group.silence !== null && at(minutes) < group.silence.until) expect(posts).toEqual([]);
          expect(group.firingSince).toBe(loud[index]?.step.group.firingSince);
        });
      }),
    );
  });

  it('looking again at once says nothing more, and looking when nothing can change neither', () => {
    fc.assert(
      fc.property(rules, story, criticalities, fc.nat(200), (rule, events, model, more) => {
        const last = tell(rule, events, model).at(-1);
        const event = events.at(-1);
        if (last === undefined || event === undefined) return;
        const { group, nextChangeAt } = last.step;
        const seen = { ...event, because: '', asOf: event.when === null ? null : at(last.minutes), nextChangeAt: null };
        expect(stepAlert(rule, group, seen, model, at(last.minutes))).toEqual({ group, posts: [], nextChangeAt });
        const soon = at(last.minutes + more);
        if (nextChangeAt !== null && soon >= nextChangeAt) return;
        expect(stepAlert(rule, group, seen, model, soon).posts).toEqual([]);
      }),
    );
  });
});

describe('values between beginning and end', () => {
  const jitter = fc.array(fc.double({ min: 0.2, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 30 });

  it('never make it flap, whether it fires or not', () => {
    fc.assert(
      fc.property(jitter, fc.boolean(), (values, firing) => {
        const series = [firing ? 0.5 : 0, ...values].map((value, index) => [index, value] as const);
        const samples: Samples = { amount: series };
        const steps = follow(
          alertRule(),
          samples,
          series.map(([minutes]) => minutes),
        );
        expect(steps.slice(1).every(({ group }) => (group.firingSince !== null) === firing)).toBe(true);
      }),
    );
  });
});
