import type { Facts } from '#playbook/facts.ts';
import { codeOf, head, type KeyRow, one, says, status, two, type Written } from './written.ts';

const frozen = (text: string) => `${head}${one}timing: {freeze: [{${text}}]}`;
const week = 'name: F, zone: UTC, weekly: {from: "mon 11:00", to: "mon 13:00"}';
const once = 'name: F, zone: UTC, from: "2026-03-02T11:00", to: "2026-03-02T13:00"';

/** The names of the gates of an approved request, at noon in UTC on Monday 2 March 2026 unless another time is given. */
function gates(facts?: Partial<Facts>, at?: string) {
  return ({ scene: { judge, approve } }: Written) => judge(approve('ml-1'), facts, at).gates.map(({ name }) => name);
}

const delegation = {
  from: 'risk-1',
  to: 'ml-1',
  roles: ['ml'],
  start: '2026-03-01T00:00:00.000Z',
  end: '2026-03-10T00:00:00.000Z',
};
const roles = (since: string, until: string | null = null) => ({
  roles: {
    ml: [
      { person: 'ml-1', since, until },
      { person: 'ml-2', since: '2020-01-01T00:00:00.000Z', until: null },
      { person: 'risk-1', since: '2020-01-01T00:00:00.000Z', until: null },
    ],
    risk: [],
  },
});
/** What a vote of ml-1 for risk-1, who is in the same role, counts for. */
const delegated = (facts: Partial<Facts> = {}) =>
  codeOf((vote) => [vote('ml-1', { actingFor: 'risk-1' })], {
    ...roles('2020-01-01T00:00:00.000Z'),
    delegations: [delegation],
    ...facts,
  });
const joinedLate = roles('2026-03-02T10:00:00.000Z');
const leftSince = roles('2020-01-01T00:00:00.000Z', '2026-03-02T11:30:00.000Z');
const votedBefore = roles('2026-03-02T11:30:00.000Z');

export const timingKeys: readonly KeyRow[] = [
  {
    key: 'timing.freeze[].name',
    text: frozen(week.replace('name: F', 'name: §')),
    written: ['Weekend', 'Lunch'],
    see: gates(),
    seen: [['Weekend'], ['Lunch']],
  },
  {
    key: 'timing.freeze[].zone',
    text: frozen(week.replace('zone: UTC', 'zone: §')),
    written: ['UTC', 'Asia/Tokyo'],
    see: gates(),
    seen: [['F'], []],
  },
  {
    key: 'timing.freeze[].actions',
    text: frozen(`${week}§`),
    written: ['', ', actions: rollback'],
    see: gates(),
    seen: [['F'], []],
  },
  {
    key: 'timing.freeze[].from',
    text: frozen(once.replace('2026-03-02T11:00', '§')),
    written: ['2026-03-02T12:00', '2026-03-02T12:01'],
    see: gates(),
    seen: [['F'], []],
  },
  {
    key: 'timing.freeze[].to',
    text: frozen(once.replace('2026-03-02T13:00', '§')),
    written: ['2026-03-02T12:01', '2026-03-02T12:00'],
    see: gates(),
    seen: [['F'], []],
  },
  {
    key: 'timing.freeze[].weekly.from',
    text: frozen(week.replace('mon 11:00', '§')),
    written: ['mon 12:00', 'mon 12:01'],
    see: gates(),
    seen: [['F'], []],
  },
  {
    key: 'timing.freeze[].weekly.to',
    text: frozen(week.replace('mon 13:00', '§')),
    written: ['mon 12:01', 'mon 12:00'],
    see: gates(),
    seen: [['F'], []],
  },
  {
    key: 'timing.wait_after_approval',
    text: `${head}${one}timing: {§}`,
    written: ['', 'wait_after_approval: 1h'],
    see: gates(),
    seen: [[], ['wait']],
  },
  {
    key: 'timing.expires_after',
    text: `${head}${one}timing: {§}`,
    written: ['', 'expires_after: 1d'],
    see: ({ scene }) => scene.judge([], {}, '2026-03-02T12:00:00.000Z').expired,
    seen: [false, true],
  },
  {
    key: 'timing.execute_within',
    text: `${head}${one}timing: {§}`,
    written: ['', 'execute_within: 2h'],
    see: ({ scene }) => scene.judge(scene.approve('ml-1')).deadline,
    seen: ['2026-03-09T12:00:00.000Z', '2026-03-02T14:00:00.000Z'],
  },
  {
    key: 'ask.channel',
    text: `${head}${one}ask: {§}`,
    written: ['', 'channel: "#ml"'],
    see: says(({ ask }) => ask.channel),
    seen: ['#approvals', '#ml'],
  },
  {
    key: 'ask.first[].role',
    text: `${head}${two}ask: {first: [{role: §}]}`,
    written: ['ml', 'risk'],
    see: says(({ ask }) => ask.first[0]?.role),
    seen: ['ml', 'risk'],
  },
  {
    key: 'ask.first[].mode',
    text: `${head}${one}ask: {first: [{role: ml§}]}`,
    written: ['', ', mode: lightest_load'],
    see: says(({ ask }) => ask.first[0]?.mode),
    seen: ['all', 'lightest_load'],
  },
  {
    key: 'ask.first[].count',
    text: `${head}${one}ask: {first: [{role: ml§}]}`,
    written: ['', ', count: 2'],
    see: says(({ ask }) => ask.first[0]?.count),
    seen: [null, 2],
  },
  {
    key: 'ask.remind_every',
    text: `${head}${one}ask: {§}`,
    written: ['', 'remind_every: 12h'],
    see: says(({ ask }) => ask.remindEveryMs / 3_600_000),
    seen: [24, 12],
  },
  {
    key: 'ask.escalate[].after',
    text: `${head}${one}ask: {escalate: [{after: §, to: owner}]}`,
    written: ['1d', '2d'],
    see: says(({ ask }) => (ask.escalate[0]?.afterMs ?? 0) / 86_400_000),
    seen: [1, 2],
  },
  {
    key: 'ask.escalate[].to',
    text: `${head}${one}ask: {escalate: [{after: 1d, to: §}]}`,
    written: ['owner', 'risk'],
    see: says(({ ask }) => ask.escalate[0]?.to),
    seen: ['owner', 'risk'],
  },
  {
    key: 'ask.on_expiry',
    text: `${head}${one}ask: {§}`,
    written: ['', 'on_expiry: extend_once'],
    see: ({ scene }) => scene.judge([], {}, '2026-03-08T12:00:00.000Z').expired,
    seen: [true, false],
  },
  {
    key: 'delegation.allowed',
    text: `${head}${one}delegation: {§}`,
    written: ['', 'allowed: false'],
    see: delegated(),
    seen: [null, 'delegation'],
  },
  {
    key: 'delegation.max_days',
    text: `${head}${one}delegation: {§}`,
    written: ['', 'max_days: 8'],
    see: delegated(),
    seen: [null, 'delegation'],
  },
  {
    key: 'delegation.not_for',
    text: `${head}${one}delegation: {§}`,
    written: ['', 'not_for: {action: promote}'],
    see: delegated(),
    seen: [null, 'delegation'],
  },
  {
    key: 'distinct.one_seat_per_person',
    text: `${head}${two.replace('from: risk', 'from: ml')}distinct: {§}`,
    written: ['', 'one_seat_per_person: false'],
    see: status(['ml-1']),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'distinct.membership',
    text: `${head}${one}distinct: {§}`,
    written: ['', 'membership: when_voting'],
    see: status(['ml-1'], leftSince),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'distinct.membership',
    text: `${head}${one}distinct: {§}`,
    written: ['membership: when_voting', 'membership: now'],
    see: status(['ml-1'], votedBefore),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'distinct.joined_after_open',
    text: `${head}${one}distinct: {§}`,
    written: ['', 'joined_after_open: ignore'],
    see: codeOf((vote) => [vote('ml-1')], joinedLate),
    seen: [null, 'joined_after_open'],
  },
  {
    key: 'distinct.unknown_people',
    text: `${head}${one}distinct: {§}`,
    written: ['', 'unknown_people: block'],
    see: status(['ml-1'], { runOwner: { unknown: 'No run.' } }),
    seen: ['approved', 'blocked'],
  },
];
