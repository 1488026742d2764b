import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criterionOperators } from '#domain/criterion-operator.ts';
import { readDemand } from '#operations/criteria/read-demand.ts';

const at = { now: '2026-11-26T10:00:00.000Z', zone: 'Europe/Amsterdam' };
const emptyCriterion = { metric: '', slice: '', op: '', value: '', due: '' };
const recall = { metric: 'recall', slice: 'region=EU', op: '>=', value: '0.85', due: '2026-12-24' };
const mistakes = (filled: Partial<typeof recall>, where = at) => {
  const read = readDemand({ ...recall, ...filled }, where);
  return 'mistakes' in read ? read.mistakes.join(' ') : null;
};

describe('what a rejection demands', () => {
  it('is a metric of a part of the data, a bound, and the end of a day where the person is', () => {
    expect(readDemand(recall, at)).toEqual({
      demand: {
        metric: 'recall',
        slice: { dimension: 'region', value: 'EU' },
        op: '>=',
        value: 0.85,
        due: '2026-12-24T23:00:00.000Z',
      },
    });
  });

  it('is nothing where nothing is filled in, whatever operator stands there', () => {
    expect(readDemand(emptyCriterion, at)).toEqual({ demand: null });
    expect(readDemand({ ...emptyCriterion, op: '>=' }, at)).toEqual({ demand: null });
  });

  it('says everything that is wrong at once, with what to do', () => {
    expect(mistakes({ metric: '', value: '', slice: 'EU', due: '2026-11-25' })).toBe(
      [
        'Pick the metric that the next candidate has to show, or empty the other fields.',
        'Write the number that it has to reach or stay below, as 0.85.',
        '“EU” names no part of the data. Write a dimension and one value of it, as region=EU.',
        '2026-11-25 is over. Pick a day to come, or leave it empty.',
      ].join(' '),
    );
    expect(mistakes({ value: '85 %' })).toContain('as 0.85 for 85 %');
    expect(mistakes({ value: '0,85' })).toContain('“0,85” is not a number. Write it with digits and a point');
    expect(mistakes({ value: '1e999' })).toContain('is not a number');
    expect(mistakes({ op: '~' })).toContain('Pick what the number has to be');
    expect(mistakes({ due: 'soon' })).toContain('“soon” is not a day');
  });

  it('ends today only when the day does, on the calendar of whoever sets it', () => {
    const late = { now: '2026-11-26T23:30:00.000Z', zone: 'Europe/Amsterdam' };
    expect(mistakes({ due: '2026-11-26' }, late)).toContain('2026-11-26 is over');
    expect(mistakes({ due: '2026-11-26' }, { ...late, zone: 'America/New_York' })).toBeNull();
    expect(mistakes({ due: '2026-11-26' }, { ...late, zone: 'no zone' })).toBeNull();
  });

  it('takes every finite number as it is written', () => {
    const operators = fc.constantFrom(...criterionOperators.map(({ value }) => value));
    const bounds = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(bounds, operators, (value, op) => {
        const read = readDemand({ ...recall, value: String(value), op }, at);
        expect(read).toMatchObject({ demand: { value: value === 0 ? 0 : value, op } });
      }),
    );
  });
});
