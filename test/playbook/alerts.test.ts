import { describe, expect, it } from 'vitest';
import { newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { answerAlert, longestSilenceMs, silenceAlert } from '#playbook/alerts/answer-alert.ts';
import { looksAtDriftAlone } from '#playbook/alerts/drift-conditions.ts';
import { alertRule, at, featuresOf, follow, kinds } from './alert-rules.ts';
import { head, problemsOf } from './company.ts';

const hour = 60;

describe('an alert', () => {
  it('fires, and ends only once it is clearly better', () => {
    const samples = {
      amount: [
        [0, 0.1],
        [10, 0.4],
        [20, 0.25],
        [30, 0.19],
      ],
    } as const;
    const steps = follow(alertRule(), samples, [0, 10, 20, 30]);
    expect(kinds(steps)).toEqual(['', 'firing', '', 'cleared']);
    expect(steps.map(({ group }) => group.firingSince)).toEqual([null, at(10), at(10), null]);
    expect(steps[1]?.posts[0]).toMatchObject({ because: 'psi of amount > 0.3' });
    expect(steps[3]?.posts[0]).toMatchObject({ because: 'psi of amount < 0.2', firingSince: at(10) });
  });

  it('waits for as long as it says', () => {
    const rule = alertRule({ when: { drift: { psi: { op: '>', value: 0.3, for: '2h' } } } });
    const samples = {
      amount: [
        [0, 0.4],
        [60, 0.5],
        [119, 0.4],
        [120, 0.6],
      ],
    } as const;
    const steps = follow(rule, samples, [0, 60, 119, 120]);
    expect(kinds(steps)).toEqual(['', '', '', 'firing']);
    expect(steps[0]?.nextChangeAt).toBe(at(60));
  });

  it('ends only when every feature is better, although one feature begins it', () => {
    const samples = {
      amount: [
        [0, 0.4],
        [10, 0.25],
      ],
      country: [
        [0, 0.1],
        [10, 0.1],
      ],
    } as const;
    expect(kinds(follow(alertRule(), samples, [0, 10]))).toEqual(['firing', '']);
    const better = {
      amount: [
        [0, 0.4],
        [10, 0.15],
      ],
      country: [
        [0, 0.1],
        [10, 0.1],
      ],
    } as const;
    expect(kinds(follow(alertRule(), better, [0, 10]))).toEqual(['firing', 'cleared']);
  });

  it('has a group for each feature where it groups by feature', () => {
    const rule = alertRule({ group_by: ['model', 'signal', 'feature'] });
    const samples = { country: [[0, 0.1]], amount: [[0, 0.4]] } as const;
    expect(featuresOf(rule, samples)).toEqual(['amount', 'country']);
    expect(kinds(follow(rule, samples, [0], { feature: 'amount' }))).toEqual(['firing']);
    expect(kinds(follow(rule, samples, [0], { feature: 'country' }))).toEqual(['']);
    expect(featuresOf(alertRule(), samples)).toEqual([null]);
  });

  it('neither begins nor ends by what is not known', () => {
    const samples = {
      amount: [
        [0, 0.4],
        [10, null],
        [20, 0.1],
      ],
    } as const;
    const steps = follow(alertRule(), samples, [0, 10, 20]);
    expect(kinds(steps)).toEqual(['firing', '', 'cleared']);
    expect(kinds(follow(alertRule(), {}, [0, 10]))).toEqual(['', '']);
  });

  it('says once that no values come, and again only after some came', () => {
    const samples = {
      amount: [
        [0, 0.1],
        [3000, 0.1],
      ],
    } as const;
    const steps = follow(alertRule(), samples, [0, 1439, 1440, 1500, 3000, 4439, 4440]);
    expect(kinds(steps)).toEqual(['', '', 'no_data', '', '', '', 'no_data']);
    expect(steps[0]?.nextChangeAt).toBe(at(1440));
    expect(steps[2]?.posts).toEqual([{ kind: 'no_data', since: at(0) }]);
  });

  it('goes on firing when its values stop, whatever they were', () => {
    const samples = { amount: [[0, 0.4]] } as const;
    const steps = follow(alertRule({ at_most: '1 per 2w' }), samples, [0, 1440]);
    expect(kinds(steps)).toEqual(['firing', 'no_data']);
    expect(steps[1]?.group.firingSince).toBe(at(0));
  });

  it('does not end although one feature has stopped reporting and the others are fine', () => {
    const samples = {
      amount: [[0, 0.4]],
      country: [
        [0, 0.1],
        [1500, 0.1],
      ],
    } as const;
    const steps = follow(alertRule({ at_most: '1 per 2w' }), samples, [0, 1500]);
    expect(steps[1]?.group.firingSince).toBe(at(0));
  });

  it('is repeated as often as at_most says, until somebody answers', () => {
    const samples = { amount: [[0, 0.4]] } as const;
    const rule = alertRule({ at_most: '2 per 6h', no_data_after: '2w' });
    const moments = [0, hour, 3 * hour, 6 * hour, 9 * hour];
    expect(kinds(follow(rule, samples, moments))).toEqual([
      'firing',
      '',
      'still_firing',
      'still_firing',
      'still_firing',
    ]);
    const answered = follow(rule, samples, moments, {
      between: (group, minutes) => (minutes === 3 * hour ? answerAlert(group, at(minutes)) : group),
    });
    expect(kinds(answered)).toEqual(['firing', '', '', '', '']);
    expect(answered.at(-1)?.nextChangeAt).toBe(at(14 * 24 * 60));
  });

  it('holds back a new firing at low criticality, and never at high, critical or unknown', () => {
    const samples = {
      amount: [
        [0, 0.4],
        [10, 0.1],
        [20, 0.4],
      ],
    } as const;
    const moments = [0, 10, 20, 359, 360];
    expect(kinds(follow(alertRule(), samples, moments))).toEqual(['firing', 'cleared', '', '', 'firing']);
    for (const model of ['high', 'critical', null] as const) {
      expect(kinds(follow(alertRule(), samples, moments, { model }))).toEqual(['firing', 'cleared', 'firing', '', '']);
    }
    const own = alertRule({ criticality: 'high' });
    expect(kinds(follow(own, samples, moments))).toEqual(['firing', 'cleared', 'firing', '', '']);
  });

  it('escalates step by step until somebody answers', () => {
    const rule = alertRule({
      at_most: '1 per 2w',
      escalate: [
        { after: '30m', to: 'ml' },
        { after: '2h', to: 'risk' },
      ],
    });
    const samples = { amount: [[0, 0.4]] } as const;
    const steps = follow(rule, samples, [0, 29, 30, 31, 120, 121]);
    expect(kinds(steps)).toEqual(['firing', '', 'escalation', '', 'escalation', '']);
    expect(steps[0]?.nextChangeAt).toBe(at(30));
    expect(steps[4]?.posts).toEqual([{ kind: 'escalation', to: 'risk', firingSince: at(0) }]);
    const answered = follow(rule, samples, [0, 30, 120], {
      between: (group, minutes) => (minutes === 120 ? answerAlert(group, at(119)) : group),
    });
    expect(kinds(answered)).toEqual(['firing', 'escalation', '']);
  });

  it('has to be answered anew when it fires anew', () => {
    const rule = alertRule({ escalate: [{ after: '5m', to: 'ml' }], at_most: '9 per 6h' });
    const samples = {
      amount: [
        [0, 0.4],
        [10, 0.1],
        [20, 0.4],
      ],
    } as const;
    const steps = follow(rule, samples, [0, 10, 20, 25], {
      between: (group, minutes) => (minutes === 10 ? answerAlert(group, at(1)) : group),
    });
    expect(kinds(steps)).toEqual(['firing', 'cleared', 'firing', 'escalation']);
  });
});

describe('a silence', () => {
  const samples = {
    amount: [
      [0, 0.4],
      [100, 0.1],
    ],
  } as const;
  const until = (minutes: number) => (group: ReturnType<typeof newAlertGroup>, now: number) => {
    if (now !== 0) return group;
    const rule = alertRule();
    const silenced = silenceAlert(rule, group, { until: at(minutes), reason: 'a planned migration' }, 'low', at(0));
    if (!silenced.ok) throw new Error(silenced.sentence);
    return silenced.group;
  };

  it('holds back posts and nothing else', () => {
    const rule = alertRule({ escalate: [{ after: '10m', to: 'ml' }] });
    const steps = follow(rule, samples, [0, 20, 50, 100], { between: until(50) });
    expect(kinds(steps)).toEqual(['', '', 'firing escalation', 'cleared']);
    expect(steps[0]?.group.firingSince).toBe(at(0));
    expect(steps[0]?.nextChangeAt).toBe(at(10));
    expect(steps[1]?.nextChangeAt).toBe(at(50));
  });

  it('says afterwards that what was told has ended meanwhile', () => {
    const rule = alertRule();
    const between: NonNullable<Parameters<typeof follow>[3]>['between'] = (group, minutes) =>
      minutes === 50 ? { ...group, silence: { until: at(200), reason: 'a planned migration' } } : group;
    const steps = follow(rule, samples, [0, 50, 100, 200, 201], { between });
    expect(kinds(steps)).toEqual(['firing', '', '', 'cleared', '']);
  });

  it('lasts a day at most at high criticality, else a week, unless the alert says how long', () => {
    const day = 86_400_000;
    expect(longestSilenceMs(alertRule(), 'high')).toBe(day);
    expect(longestSilenceMs(alertRule(), null)).toBe(day);
    expect(longestSilenceMs(alertRule(), 'low')).toBe(7 * day);
    expect(longestSilenceMs(alertRule({ criticality: 'critical' }), 'low')).toBe(day);
    expect(longestSilenceMs(alertRule({ max_silence: '2h' }), 'high')).toBe(2 * 3_600_000);
  });

  it('needs an end that lies ahead and not too far, and a reason', () => {
    const group = newAlertGroup(at(0));
    const silence = (minutes: number, reason = 'a planned migration') =>
      silenceAlert(alertRule(), group, { until: at(minutes), reason }, 'high', at(0));
    expect(silence(1440)).toMatchObject({ ok: true, group: { silence: { until: at(1440) } } });
    expect(silence(1441)).toMatchObject({ ok: false, sentence: expect.stringContaining('at most 1 day') });
    expect(silence(0)).toMatchObject({ ok: false, sentence: expect.stringContaining('lies ahead') });
    expect(silence(60, ' no  ')).toMatchObject({ ok: false, sentence: expect.stringContaining('reason') });
  });
});

describe('clear_when', () => {
  const problems = (when: string, clear: string) =>
    problemsOf(
      `${head}rules: [{name: R, needs: {people: {from: ml}}}]\nalerts: [{id: a, when: {${when}}, clear_when: {${clear}}}]\n`,
    );
  const psi = (op: string, value: number, held = '0m') => `drift: {psi: {op: "${op}", value: ${value}, for: ${held}}}`;

  it.each([
    [psi('>', 0.3), psi('<', 0.2)],
    [psi('>', 0.3), psi('<', 0.3)],
    [psi('>', 0.3), psi('<=', 0.3, '6h')],
    [psi('<', 0.01), psi('>', 0.05)],
    [psi('>', 0.3), 'incident: none'],
    ['metric: {click_rate: {op: "<", value: 0.1}}', 'metric: {click_rate: {op: ">=", value: 0.12}}'],
    [psi('>', 0.3), `any_of: [{${psi('>', 0.4)}}]`],
  ])('%s may end when %s', (when, clear) => {
    expect(problems(when, clear)).toEqual([]);
  });

  it.each([
    [psi('>', 0.3), psi('>', 0.3)],
    [psi('>', 0.3), psi('>', 0.1)],
    [psi('>', 0.3), psi('<', 0.4)],
    [psi('>', 0.3), psi('<=', 0.3)],
    [psi('>=', 0.3), psi('<=', 0.3, '6h')],
    [psi('<', 0.01), psi('>', 0.005)],
    ['metric: {click_rate: {op: "<", value: 0.1}}', 'metric: {click_rate: {op: ">=", value: 0.1}}'],
  ])('%s must not end when %s', (when, clear) => {
    expect(problems(when, clear)).toEqual([
      expect.stringMatching(/^clears_too_early: .*; |^clears_too_early: it says/),
    ]);
  });
});

describe('what an alert looks at', () => {
  const drift = { psi: { op: '>', value: 0.3, for: '1h' } };
  it.each([
    [{ drift }, true],
    [{ any_of: [{ drift }, { none_of: [{ drift }] }] }, true],
    [{ drift, freeze: true }, false],
    [{ any_of: [{ drift }, { freeze: true }] }, false],
  ])('%j is drift alone: %s', (when, alone) => {
    expect(looksAtDriftAlone(when)).toBe(alone);
  });
});
