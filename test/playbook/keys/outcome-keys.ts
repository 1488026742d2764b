import type { Facts } from '#playbook/facts.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import { head, type KeyRow, one, says, status, statusOf, type Written } from './written.ts';

const item = (more = '') =>
  `evidence: [{id: quality, title: Quality, check: {metric: auc, op: ">=", value: 0.8}${more}}]\n`;
const gated = one.replace('{from: ml}', '{from: ml}, evidence: [quality]');
const auto = (text: string) => `${head}${item()}${one}auto_approve: {${text}}`;
const always = 'if: {action: promote}, needs: {evidence: []}, because: Small.';
const sampled = `${always}, sample: {rate: 10%, by: risk, within: 7d}`;
const glass = (text: string) => `${head}${one}break_glass: {${text}}`;
const pressed = 'by: ml, count: 1, only_for: promote, review: {by: risk, within: 1d, if_missed: escalate}';
const press = statusOf((vote) => [vote('ml-1', { decision: 'break_glass' })]);
const later = (what: string) => `${head}${one}after_approval: {${what}}`;
const owed = 'what: Calm, check: {drift: psi, op: "<", value: 0.2}, every: 7d, for: 90d, else: escalate';
const moving = (what: string) => later(what).replace('action: promote', 'action: promote, registry: vertex-eu');
const obligation = (text: string) => later(`obligations: [{${text}}]`);
const alert = (text: string) => `${head}${one}alerts: [{${text}}]`;
const calm = 'clear_when: {drift: {psi: {op: "<", value: 0.1}}}';
const loud = `id: score-drift, when: {drift: {psi: {op: ">", value: 0.2}}}, ${calm}`;

const measured = (auc: number, more: object = {}): Partial<Facts> => ({
  assumedEvidence: {},
  metrics: {
    candidate: { auc: { value: auc, asOf: '2026-03-01T12:00:00.000Z', producer: 'eval', ...more } },
    champion: null,
    baseline: null,
  },
});

/** The status for an approval cast on one measurement and judged on another. */
function moved(before: Partial<Facts>, after: Partial<Facts>) {
  return ({ scene: { judge, vote } }: Written) => {
    const shown = judge([], before).evidence;
    const seen = { evidence: fingerprints(shown), findings: findingsSeen(shown) };
    return judge([vote('ml-1', seen)], after).status;
  };
}

const evidenceStatus = (facts: Partial<Facts>) => (at: Written) => at.scene.judge([], facts).evidence[0]?.status;
const approval = ({ scene }: Written) => scene.judge([], { draw: 0.05, assumedEvidence: { quality: 'failed' } });
const firstAlert = says(({ alerts }) => alerts[0]);
const firstObligation = says(({ afterApproval }) => afterApproval.obligations[0]);

export const outcomeKeys: readonly KeyRow[] = [
  {
    key: 'auto_approve.if',
    text: auto(always.replace('{action: promote}', '§')),
    written: ['{action: promote}', '{action: rollback}'],
    see: status([]),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'auto_approve.needs.evidence',
    text: auto(always.replace('[]', '§')),
    written: ['[]', 'all'],
    see: (at) => approval(at).status,
    seen: ['approved', 'waiting'],
  },
  {
    key: 'auto_approve.because',
    text: auto(always.replace('Small.', '§')),
    written: ['Small.', 'Reversible.'],
    see: (at) => approval(at).because,
    seen: ['Small.', 'Reversible.'],
  },
  {
    key: 'auto_approve.sample.rate',
    text: auto(sampled.replace('10%', '§')),
    written: ['10%', '5%'],
    see: (at) => approval(at).sampled,
    seen: [true, false],
  },
  {
    key: 'auto_approve.sample.by',
    text: auto(sampled.replace('by: risk', 'by: §')),
    written: ['risk', 'product'],
    see: (at) => approval(at).reviewBy,
    seen: [['risk'], ['product']],
  },
  {
    key: 'auto_approve.sample.within',
    text: auto(sampled.replace('7d', '§')),
    written: ['7d', '1d'],
    see: (at) => approval(at).reviewDue,
    seen: ['2026-03-09T12:00:00.000Z', '2026-03-03T12:00:00.000Z'],
  },
  {
    key: 'break_glass.by',
    text: glass(pressed.replace('by: ml', 'by: §')),
    written: ['ml', 'risk'],
    see: press,
    seen: ['overridden', 'waiting'],
  },
  {
    key: 'break_glass.count',
    text: glass(pressed.replace('count: 1, ', '§')),
    written: ['count: 1, ', ''],
    see: press,
    seen: ['overridden', 'waiting'],
  },
  {
    key: 'break_glass.only_for',
    text: glass(pressed.replace('only_for: promote', 'only_for: §')),
    written: ['promote', 'rollback'],
    see: press,
    seen: ['overridden', 'waiting'],
  },
  {
    key: 'break_glass.valid_for',
    text: glass(`${pressed}§`),
    written: ['', ', valid_for: 1h'],
    see: press,
    seen: ['overridden', 'waiting'],
  },
  {
    key: 'break_glass.review.by',
    text: glass(pressed.replace('by: risk', 'by: §')),
    written: ['risk', 'product'],
    see: ({ scene: { judge, vote } }) => judge([vote('ml-1', { decision: 'break_glass' })]).reviewBy,
    seen: [['risk'], ['product']],
  },
  {
    key: 'break_glass.review.within',
    text: glass(pressed.replace('within: 1d', 'within: §')),
    written: ['1d', '2d'],
    see: ({ scene: { judge, vote } }) => judge([vote('ml-1', { decision: 'break_glass' })]).reviewDue,
    seen: ['2026-03-03T11:00:00.000Z', '2026-03-04T11:00:00.000Z'],
  },
  {
    key: 'break_glass.review.if_missed',
    text: glass(pressed.replace('escalate', '§')),
    written: ['escalate', 'rollback'],
    see: says(({ breakGlass }) => breakGlass?.review.ifMissed),
    seen: ['escalate', 'rollback'],
  },
  {
    key: 'after_approval.set.alias',
    text: later('set: {§}'),
    written: ['', 'alias: champion'],
    see: says(({ afterApproval }) => afterApproval.set.alias),
    seen: [null, 'champion'],
  },
  {
    key: 'after_approval.set.tags',
    text: later('set: {§}'),
    written: ['', 'tags: {approved-for: credit}'],
    see: says(({ afterApproval }) => afterApproval.set.tags),
    seen: [{}, { 'approved-for': 'credit' }],
  },
  {
    key: 'after_approval.rollout[].traffic',
    text: moving('rollout: [{traffic: §, for: 1h}, {traffic: 100%}]'),
    written: ['10%', '25%'],
    see: says(({ afterApproval }) => afterApproval.rollout.map(({ trafficPercent }) => trafficPercent)),
    seen: [
      [10, 100],
      [25, 100],
    ],
  },
  {
    key: 'after_approval.rollout[].for',
    text: moving('rollout: [{traffic: 10%, for: §}, {traffic: 100%}]'),
    written: ['1h', '2h'],
    see: says(({ afterApproval }) => (afterApproval.rollout[0]?.forMs ?? 0) / 3_600_000),
    seen: [1, 2],
  },
  {
    key: 'after_approval.rollout[].stop_if',
    text: moving('rollout: [{traffic: 10%, for: 1h§}, {traffic: 100%}]'),
    written: ['', ', stop_if: {incident: open}'],
    see: says(({ afterApproval }) => afterApproval.rollout[0]?.stopIf),
    seen: [null, { incident: 'open' }],
  },
  ...(
    [
      ['what', 'what: Calm', 'what: Still calm', { what: 'Calm' }, { what: 'Still calm' }],
      ['check', 'value: 0.2', 'value: 0.1', { check: { value: { value: 0.2 } } }, { check: { value: { value: 0.1 } } }],
      ['every', 'every: 7d', 'every: 1d', { everyMs: 604_800_000 }, { everyMs: 86_400_000 }],
      ['for', 'for: 90d', 'for: 1d', { forMs: 90 * 86_400_000 }, { forMs: 86_400_000 }],
      ['else', 'else: escalate', 'else: rollback', { else: 'escalate' }, { else: 'rollback' }],
    ] as const
  ).map(
    ([key, from, to, before, after]): KeyRow => ({
      key: `after_approval.obligations[].${key}`,
      text: obligation(owed.replace(from, '§')),
      written: [from, to],
      see: firstObligation,
      seen: [before, after],
    }),
  ),
  {
    key: 'after_approval.promote_to',
    text: later('§').replace('action: promote', 'action: retrain'),
    written: ['', 'promote_to: production'],
    see: says(({ afterApproval }) => afterApproval.promoteTo),
    seen: [undefined, 'production'],
  },
  ...(
    [
      ['retrain', 'never', { retrain: 'allowed' }, { retrain: 'never' }],
      ['criteria', 'optional', { criteria: 'required' }, { criteria: 'optional' }],
      ['same_candidate', 'allowed', { sameCandidate: 'never' }, { sameCandidate: 'allowed' }],
    ] as const
  ).map(
    ([key, to, before, after]): KeyRow => ({
      key: `after_rejection.${key}`,
      text: `${head}${one}after_rejection: {§}`,
      written: ['', `${key}: ${to}`],
      see: says(({ afterRejection }) => afterRejection),
      seen: [before, after],
    }),
  ),
  {
    key: 'on_change.evidence',
    text: `${head}${item(', cares: [risk]')}${gated}on_change: {§}`,
    written: ['', 'evidence: void_all'],
    see: moved(measured(0.9), measured(0.91)),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'on_change.evidence',
    text: `${head}${item()}${gated}on_change: {§}`,
    written: ['', 'evidence: new_findings_only'],
    see: moved(measured(0.9), measured(0.91)),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'evidence[].check',
    text: `${head}${item().replace('0.8', '§')}${gated}`,
    written: ['0.9', '0.91'],
    see: evidenceStatus(measured(0.9)),
    seen: ['passed', 'failed'],
  },
  {
    key: 'evidence[].max_age',
    text: `${head}${item('§')}${gated}`,
    written: ['', ', max_age: 12h'],
    see: evidenceStatus(measured(0.9)),
    seen: ['passed', 'stale'],
  },
  {
    key: 'evidence[].produced_by',
    text: `${head}${item('§')}${gated}`,
    written: ['', ', produced_by: [nightly]'],
    see: evidenceStatus(measured(0.9)),
    seen: ['passed', 'missing'],
  },
  {
    key: 'evidence[].produced_by',
    text: `${head}${item('§')}${gated}`,
    written: ['', ', produced_by: [person]'],
    see: evidenceStatus(measured(0.9, { producer: 'person' })),
    seen: ['missing', 'passed'],
  },
  {
    key: 'evidence[].cares',
    text: `${head}${item('§')}${gated}`,
    written: ['', ', cares: [risk]'],
    see: moved(measured(0.9), measured(0.91)),
    seen: ['waiting', 'approved'],
  },
  ...(
    [
      ['id', 'id: score-drift', 'id: late', { id: 'score-drift' }, { id: 'late' }],
      ['when', 'value: 0.2', 'value: 0.3', { when: { drift: { psi: { value: 0.2 } } } }, {}],
      ['clear_when', 'value: 0.1', 'value: 0.05', { clearWhen: { drift: { psi: { value: 0.1 } } } }, {}],
    ] as const
  ).map(
    ([key, from, to, before, after]): KeyRow => ({
      key: `alerts[].${key}`,
      text: alert(loud.replace(from, '§')),
      written: [from, to],
      see: firstAlert,
      seen: [before, after],
    }),
  ),
  ...(
    [
      ['group_by', 'group_by: [feature]', { groupBy: ['model', 'signal'] }, { groupBy: ['feature'] }],
      ['at_most', 'at_most: 2 per 1h', { atMost: { count: 1, perMs: 21_600_000 } }, { atMost: { count: 2 } }],
      ['criticality', 'criticality: low', { criticality: null }, { criticality: 'low' }],
      ['to', 'to: risk', { to: null }, { to: 'risk' }],
      ['offers', 'offers: [rollback]', { offers: [] }, { offers: ['rollback'] }],
      ['no_data_after', 'no_data_after: 2d', { noDataAfterMs: 86_400_000 }, { noDataAfterMs: 172_800_000 }],
      ['max_silence', 'max_silence: 1h', { maxSilenceMs: null }, { maxSilenceMs: 3_600_000 }],
      ['drill_every', 'drill_every: 1d', { drillEveryMs: null }, { drillEveryMs: 86_400_000 }],
    ] as const
  ).map(
    ([key, to, before, after]): KeyRow => ({
      key: `alerts[].${key}`,
      text: alert(`${loud}§`),
      written: ['', `, ${to}`],
      see: firstAlert,
      seen: [before, after],
    }),
  ),
  {
    key: 'alerts[].escalate[].after',
    text: alert(`${loud}, escalate: [{after: §, to: risk}]`),
    written: ['30m', '1h'],
    see: firstAlert,
    seen: [{ escalate: [{ afterMs: 1_800_000 }] }, { escalate: [{ afterMs: 3_600_000 }] }],
  },
  {
    key: 'alerts[].escalate[].to',
    text: alert(`${loud}, escalate: [{after: 30m, to: §}]`),
    written: ['risk', 'ml'],
    see: firstAlert,
    seen: [{ escalate: [{ to: 'risk' }] }, { escalate: [{ to: 'ml' }] }],
  },
];
