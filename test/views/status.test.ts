import { describe, expect, test } from 'vitest';
import { modelStatus } from '#views/model-status.ts';
import { outline } from '#views/outline.ts';
import { statusList } from '#views/status-list.ts';
import { expectGolden } from './golden.ts';
import { now } from './scene.ts';
import { busy, list, open, quiet, waiting } from './status-states.ts';

const { costDays } = list;
const recent = [{ at: '2026-10-16T09:00:00.000Z', what: 'R-8: promote v5 to production, done' }];
const all = { kind: 'all' } as const;
const like = { kind: 'like', text: 'frod' } as const;

const shown = {
  'status-list': statusList(list),
  'status-list-all': statusList({ ...list, scope: all, models: [open, quiet], total: 40, you: 0, action: 1, apart: 0 }),
  'status-list-team': statusList({
    ...list,
    scope: { kind: 'team', team: 'churn' },
    models: [quiet],
    total: 1,
    you: 0,
    action: 0,
    apart: 0,
    note: 'This is the team. The model of that name: `/mlops status model=churn`.',
  }),
  'status-list-needs-action': statusList({ ...list, needsAction: true, models: [busy, open] }),
  'status-list-none-yours': statusList({
    ...list,
    scope: all,
    noneYours: true,
    hasOwn: false,
    models: [quiet],
    you: 0,
    action: 0,
    total: 1,
    costDays: null,
    apart: 0,
  }),
  'status-list-empty': statusList({ ...list, models: [], total: 0, you: 0, action: 0, apart: 0, scope: all }),
  'status-list-no-such-model': statusList({ ...list, models: [], total: 0, apart: 0, scope: like, near: ['fraud'] }),
  'status-model': modelStatus({ ...busy, recent, costDays, now }),
  'status-model-bare': modelStatus({
    ...quiet,
    holds: [],
    latestVersion: null,
    costs: [],
    recent: [],
    costDays: null,
    now,
  }),
};

describe('the status of models', () => {
  test.each(Object.entries(shown))('%s', (name, message) => expectGolden(name, message));

  test('begins with what waits for the reader, whose request is one press away', () => {
    const text = outline(statusList(list).blocks);
    expect(text.indexOf('Waiting for you')).toBeLessThan(text.indexOf('Needs action'));
    expect(text).toMatch(/fraud-scorer[^]*\[Open R-12\][^]*credit-limit[^]*\[Details\]/);
  });

  test('names the request of the reader where another one is older', () => {
    const older = waiting({ request: 'R-11', standing: 'R-11, needs Legal (1 more)' });
    const models = [{ ...busy, waiting: [older, waiting({ yours: true })] }];
    expect(outline(statusList({ ...list, models }).blocks)).toMatch(/R-12, needs Risk .* and 1 more/);
  });

  test('notifies nobody', () => {
    expect(JSON.stringify(shown)).not.toMatch(/<[@!](?!date)/);
  });

  test('leads on as long as models are left', () => {
    const page = (offset: number) => outline(statusList({ ...list, offset, total: 25 }).blocks);
    expect(page(0)).toContain('[Show 10 more]');
    expect(page(20)).toContain('[Show 2 more]');
    expect(page(22)).not.toContain('more]');
  });
});
