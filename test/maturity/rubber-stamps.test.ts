import { expect, it } from 'vitest';
import { rubberStamps } from '#maturity/rubber-stamps.ts';
import { promotion } from './practice.ts';

const approved = (i: number, secondsToDecide: number, at = '2026-11-20T10:00:00.000Z', person = 'U2') =>
  promotion({ id: `R-${i}`, approvals: [{ person, inRole: true, secondsToDecide, at }] });

it('marks what was approved faster than it can be read', () => {
  expect(rubberStamps([approved(1, 29), approved(2, 30)])).toEqual([
    { promotion: 'R-1', person: 'U2', because: 'faster_than_reading' },
  ]);
});

it('marks each approval of a person who gave more than twenty on one day', () => {
  const given = (count: number) => Array.from({ length: count }, (_, i) => approved(i, 60));
  expect(rubberStamps(given(20))).toEqual([]);
  expect(rubberStamps(given(21))).toHaveLength(21);
  const spread = given(21).map((one, i) => approved(i, 60, i < 2 ? '2026-11-21T00:00:00.000Z' : one.approvals[0]?.at));
  expect(rubberStamps(spread)).toEqual([]);
  expect(rubberStamps([...given(20), approved(20, 60, undefined, 'U3')])).toEqual([]);
});
