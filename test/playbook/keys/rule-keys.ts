import { chosen, codeOf, head, type KeyRow, one, says, status, statusOf, two } from './written.ts';

const quality = 'evidence: [{id: quality, title: Quality, check: {metric: auc, op: ">=", value: 0.8}, cares: []}]\n';
const failed = { assumedEvidence: { quality: 'failed' } as const };
const gone = [{ person: 'ml-3', since: '2020-01-01T00:00:00.000Z', until: '2026-03-02T10:00:00.000Z' }];
const stay = { person: 'ml-1', since: '2020-01-01T00:00:00.000Z', until: null };
const noData = { weights: 'sha256:w', signature: 's', environment: 'e', code: 'c', data: null, config: 'c' };
const subject = { registry: 'mlflow', model: 'm', version: '2', digest: 'sha256:s', parts: noData };
const applies = (more: string) => head.replace('to: production', `to: production${more}`) + one;

/** The keys of a playbook from its name to who may hold it. */
export const ruleKeys: readonly KeyRow[] = [
  {
    key: 'playbook',
    text: head.replace('playbook: 1', 'playbook: §') + one,
    written: ['1', '2'],
    see: ({ codes }) => codes,
    seen: [[], ['invalid_value']],
  },
  {
    key: 'name',
    text: head.replace('Gate', '§') + one,
    written: ['Gate', 'Door'],
    see: chosen({}),
    seen: ['Gate', 'Door'],
  },
  {
    key: 'description',
    text: `${head}§\n${one}`,
    written: ['', 'description: For all models.'],
    see: ({ playbook }) => playbook.description,
    seen: [null, 'For all models.'],
  },
  {
    key: 'owner',
    text: head.replace('owner: risk', 'owner: §') + one,
    written: ['risk', 'product'],
    see: ({ scene }) => {
      const block = scene.vote('ml-3', { decision: 'block', at: '2026-03-02T09:00:00.000Z' });
      const votes = [scene.vote('ml-1'), block, scene.vote('risk-3', { decision: 'lift' })];
      const roles = { ...scene.facts.roles, ml: [stay, ...gone] };
      return scene.judge(votes, { roles }).status;
    },
    seen: ['approved', 'blocked'],
  },
  {
    key: 'extends',
    file: 'parent.yaml',
    text: `${head.replace('Gate', 'Parent')}abstract: true\nrules: [{name: Above, needs: {people: {from: §}}}]`,
    beside: `${head}extends: Parent\n${one}`,
    written: ['legal', 'product'],
    see: status(['ml-1', 'legal-1']),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'abstract',
    text: `${head}§\n${one}`,
    written: ['', 'abstract: true'],
    see: chosen({}),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'may_be_relaxed',
    file: 'parent.yaml',
    text: `${head.replace('Gate', 'Parent')}abstract: true\ntiming: {expires_after: 5d}\n§\n${one.replace('R', 'Above')}`,
    beside: `${head}extends: Parent\ntiming: {expires_after: 6d}\n${one}`,
    written: ['', 'may_be_relaxed: timing.expires_after'],
    see: ({ codes }) => codes,
    seen: [['loosened'], []],
  },
  {
    key: 'applies_to.action',
    text: head.replace('promote', '§') + one,
    written: ['promote', 'rollback'],
    see: chosen({ action: 'promote' }),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'applies_to.models',
    text: head.replace('["**"]', '§') + one,
    written: ['["**"]', '["recs/*"]'],
    see: chosen({}),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'applies_to.registry',
    text: applies('§'),
    written: ['', ', registry: vertex-eu'],
    see: chosen({ registry: 'mlflow' }),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'applies_to.from',
    text: applies('§'),
    written: ['', ', from: staging'],
    see: chosen({ from: null }),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'applies_to.to',
    text: head.replace(', to: production', '§') + one,
    written: ['', ', to: staging'],
    see: chosen({ target: 'production' }),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'applies_to.when',
    text: applies('§'),
    written: ['', ', when: {incident: none}'],
    see: chosen({ incident: true }),
    seen: ['Gate', 'no_playbook'],
  },
  {
    key: 'candidate.digest_of',
    text: `${head}§\n${one}`,
    written: ['', 'candidate: {digest_of: [weights, code]}'],
    criticality: 'high',
    see: statusOf((vote) => [vote('ml-1', { subject: subject.digest })], { subject }),
    seen: ['blocked', 'approved'],
  },
  {
    key: 'candidate.must_be_known',
    text: `${head}§\n${one}`,
    written: ['', 'candidate: {must_be_known: [weights, data]}'],
    see: statusOf((vote) => [vote('ml-1', { subject: subject.digest })], { subject }),
    seen: ['approved', 'blocked'],
  },
  {
    key: 'rules[].name',
    text: head + one.replace('name: R', 'name: §'),
    written: ['R', 'Engineering agrees'],
    see: ({ scene }) => scene.judge().route,
    seen: [['R'], ['Engineering agrees']],
  },
  {
    key: 'rules[].why',
    text: head + one.replace('name: R,', 'name: R, §'),
    written: ['', 'why: Two pairs of eyes.,'],
    see: ({ scene }) => scene.judge().rules[0]?.why,
    seen: [null, 'Two pairs of eyes.'],
  },
  {
    key: 'rules[].if',
    text: head + two.replace('name: B,', 'name: B, §'),
    written: ['', 'if: {incident: open},'],
    see: status(['ml-1'], { incident: false }),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'rules[].needs.people[].from',
    text: head + one.replace('from: ml', 'from: §'),
    written: ['ml', 'risk'],
    see: status(['ml-1']),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'rules[].needs.people[].count',
    text: head + one.replace('from: ml', 'from: ml§'),
    written: ['', ', count: 2'],
    see: status(['ml-1']),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'rules[].needs.evidence',
    text: head + quality + one.replace('{from: ml}', '{from: ml}§'),
    written: ['', ', evidence: [quality]'],
    see: status(['ml-1'], failed),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'rules[].needs.facts',
    text: head + one.replace('{from: ml}', '{from: ml}§'),
    written: ['', ', facts: {incident: none}'],
    see: status(['ml-1'], { incident: true }),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'rules[].options.allow',
    text: head + one.replace('{from: ml}}', '{from: ml}}, options: {§}'),
    written: ['', 'allow: requester'],
    see: status(['ml-1'], { requester: { person: 'ml-1', kind: 'person' } }),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'rules[].options.max_age',
    text: head + one.replace('{from: ml}}', '{from: ml}}, options: {§}'),
    written: ['', 'max_age: 30m'],
    see: status(['ml-1']),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'rules[].options.reason',
    text: head + one.replace('{from: ml}}', '{from: ml}}, options: {§}'),
    written: ['', 'reason: required'],
    see: codeOf((vote) => [vote('ml-1', { reason: 'fine' })]),
    seen: [null, 'no_reason'],
  },
  {
    key: 'decision',
    text: `${head + two}§`,
    written: ['', 'decision: {any: [A, B]}'],
    see: status(['ml-1']),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'decision.by_action',
    text: `${head + two}decision: §`,
    written: ['{all: [A, B]}', '{by_action: {promote: A, rollback: {all: [A, B]}}}'],
    see: status(['ml-1'], { action: 'promote' }),
    seen: ['waiting', 'approved'],
  },
  {
    key: 'block.by',
    text: `${head + one}§`,
    written: ['', 'block: {by: [risk]}'],
    see: statusOf((vote) => [vote('ml-1'), vote('risk-1', { decision: 'block' })]),
    seen: ['approved', 'blocked'],
  },
  {
    key: 'block.lifted_by',
    text: `${head + one}§`,
    written: ['', 'block: {lifted_by: [product]}'],
    see: statusOf((vote) => [
      vote('ml-1'),
      vote('ml-2', { decision: 'block' }),
      vote('product-1', { decision: 'lift' }),
    ]),
    seen: ['blocked', 'approved'],
  },
  {
    key: 'block.also_when',
    text: `${head + one}§`,
    written: ['', 'block: {also_when: {incident: open}}'],
    see: status(['ml-1'], { incident: true }),
    seen: ['approved', 'blocked'],
  },
  {
    key: 'hold.by',
    text: `${head + one}§`,
    written: ['', 'hold: {by: [risk]}'],
    see: ({ scene: { judge, vote } }) => judge([vote('ml-1'), vote('risk-1', { decision: 'hold' })]).gates.length,
    seen: [0, 1],
  },
  {
    key: 'evidence[].id',
    text: `${head}${quality.replace('id: quality', 'id: §')}${one}`,
    written: ['quality', 'ranking'],
    see: ({ scene }) => scene.judge().evidence.map(({ id }) => id),
    seen: [['quality'], ['ranking']],
  },
  {
    key: 'evidence[].title',
    text: `${head}${quality.replace('title: Quality', 'title: §')}${one}`,
    written: ['Quality', 'Ranks well'],
    see: says(({ evidence }) => evidence[0]?.title),
    seen: ['Quality', 'Ranks well'],
  },
];
