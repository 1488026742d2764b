import { describe, expect, it } from 'vitest';
import { shiftDay } from '#cost/day.ts';
import { assessPortfolio } from '#maturity/assess-portfolio.ts';
import { capabilityMatrix } from '#maturity/capability-matrix.ts';
import { modelWeek } from '#operations/maturity/week-rows.ts';
import { earlierWeeks } from '#operations/maturity/weeks.ts';
import type { MaturityWeekRow } from '#store/maturity-weeks.ts';
import { automatedRecords, facts, now } from '../maturity/practice.ts';

const weeks = Array.from({ length: 6 }, (_, n) => shiftDay('2026-10-19', 7 * n));

/** A model as level 2 asks, whose runs have a data gate in some weeks and none in the others. */
function reading(gated: boolean) {
  const records = automatedRecords();
  const runs = records.runs.map((one) => (gated ? one : { ...one, dataGate: null }));
  const all = facts({ ...records, runs });
  const [one] = assessPortfolio(all, all.models, now, capabilityMatrix, {}).models;
  if (one === undefined) throw new Error('no model');
  return one;
}

/** What is recorded over weeks with a gate or without; null where nothing was recorded. */
function recorded(gates: readonly (boolean | null)[]): readonly MaturityWeekRow[] {
  const rows: MaturityWeekRow[] = [];
  for (const [n, gated] of gates.entries()) {
    const week = weeks[n] ?? '';
    if (gated === null) continue;
    const row = modelWeek(reading(gated), [], rows, week);
    rows.push({
      workspaceId: 'T1',
      week,
      recordedAt: new Date(now),
      ...row,
    } as MaturityWeekRow);
  }
  return rows;
}

const levels = (gates: readonly (boolean | null)[]) => recorded(gates).map(({ level }) => level);

describe('the level of each week', () => {
  it('moves after two weeks that agree, both ways', () => {
    expect(levels([false, true, true, true])).toEqual([0, 0, 2, 2]);
    expect(levels([true, false, false])).toEqual([2, 2, 0]);
    expect(levels([false, true, false, true])).toEqual([0, 0, 0, 0]);
  });

  it('does not take a week that was never recorded for one that agrees', () => {
    expect(levels([false, true, null, true, true])).toEqual([0, 0, 0, 2]);
  });

  it('names the condition that decided a change', () => {
    const up = recorded([false, true, true]);
    expect(up.at(-1)).toMatchObject({ levelBefore: 0, level: 2, decidedBy: { id: 'c' } });
    const down = recorded([true, false, false]);
    expect(down.at(-1)).toMatchObject({ levelBefore: 2, level: 0, decidedBy: { id: 'c' } });
    const { levels: shown, changes } = earlierWeeks(up, [], weeks[3] ?? '');
    expect(shown.get('m')).toBe(2);
    expect(changes).toMatchObject([{ model: 'm', from: 0, to: 2, decidedBy: { id: 'c' } }]);
  });
});
