import { digestKeys } from './digest-keys.ts';
import { billKeys, budgetKeys } from './spending-keys.ts';
import { codeOf, entry, head, type KeyRow, models, one, org, people, policyOf, says, status } from './written.ts';

const orgKey = (key: string, from: string, to: readonly [string, string], see: KeyRow['see'], seen: KeyRow['seen']) =>
  ({ key: `org.${key}`, file: 'org.yaml', text: org.replace(from, '§'), written: to, see, seen }) as const;
const orgWith = (key: string, more: string, see: KeyRow['see'], seen: KeyRow['seen']) =>
  ({ key: `org.${key}`, file: 'org.yaml', text: `${org}§\n`, written: ['', more], see, seen }) as const;

const modelWith = (key: string, more: string, see: KeyRow['see'], seen: KeyRow['seen']) =>
  ({
    key: `models.models[].${key}`,
    file: 'models.yaml',
    text: models.replace('criticality: high', 'criticality: high§'),
    written: ['', `, ${more}`],
    see,
    seen,
  }) as const;

const ml = '  ml: {people: [ml-1, ml-2, ml-3]';
const roleKey = (key: string, more: string, see: KeyRow['see'], seen: KeyRow['seen']) =>
  ({
    key: `people.roles.<name>.${key}`,
    file: 'people.yaml',
    text: people.replace(ml, `${ml}§`),
    written: ['', `, ${more}`],
    see,
    seen,
  }) as const;

const away =
  'from: risk-1, to: ml-1, roles: [risk], start: "2026-03-02T00:00", end: "2026-03-03T24:00", reason: On leave';
const delegation = (key: string, from: string, to: string): KeyRow => ({
  key: `people.delegations[].${key}`,
  file: 'people.yaml',
  text: `${people.replace('[legal-1]', '[legal-1, risk-1]')}delegations: [{${away.replace(from, '§')}}]`,
  written: [from, to],
  beside: head + one.replace('from: ml', 'from: risk'),
  see: codeOf((vote) => [vote('ml-1', { actingFor: 'risk-1' })]),
  seen: [null, 'delegation'],
});

export const sharedKeys: readonly KeyRow[] = [
  orgKey('version', 'version: 1', ['version: 1', 'version: 2'], ({ codes }) => codes, [[], ['invalid_value']]),
  orgKey('owner', 'owner: platform', ['owner: platform', 'owner: risk'], ({ set }) => set.org.owner, [
    'platform',
    'risk',
  ]),
  orgKey('name', 'name: Test company', ['name: A', 'name: B'], ({ set }) => set.org.name, ['A', 'B']),
  orgKey('zone', 'Europe/Amsterdam', ['Europe/Amsterdam', 'Asia/Tokyo'], ({ set }) => set.org.zone, [
    'Europe/Amsterdam',
    'Asia/Tokyo',
  ]),
  orgKey('currency', 'EUR', ['EUR', 'USD'], ({ set }) => set.org.currency, ['EUR', 'USD']),
  orgKey(
    'channels.default',
    '#approvals',
    ['#approvals', '#ml'],
    says(({ ask }) => ask.channel),
    ['#approvals', '#ml'],
  ),
  orgKey('channels.alarm', '#alarm', ['#alarm', '#ml'], ({ set }) => set.org.channels.alarm, ['#alarm', '#ml']),
  orgKey('channels.digest', '#digest', ['#digest', '#ml'], ({ set }) => set.org.channels.digest, ['#digest', '#ml']),
  {
    key: 'org.channels.finance',
    file: 'org.yaml',
    text: org.replace('"#digest"', '"#digest"§'),
    written: ['', ', finance: "#money"'],
    see: ({ set }) => set.org.channels.finance ?? set.org.channels.digest,
    seen: ['#digest', '#money'],
  },
  ...budgetKeys,
  ...digestKeys,
  ...(['team', 'model', 'environment', 'owner'] as const).map((label) =>
    orgWith(`labels.${label}`, `labels: {${label}: tag}`, ({ set }) => set.org.labels[label], [
      label === 'environment' ? 'env' : label,
      'tag',
    ]),
  ),
  orgWith('labels.required', 'labels: {required: [team, tier]}', ({ set }) => set.org.labels, [
    { team: 'team' },
    { required: ['team', 'tier'] },
  ]),
  orgWith('identity.allow_email_match', 'identity: {allow_email_match: true}', ({ set }) => set.org.identity, [
    { allowEmailMatch: false },
    { allowEmailMatch: true },
  ]),
  orgWith('identity.domains', 'identity: {domains: example.com}', ({ set }) => set.org.identity, [
    { domains: [] },
    { domains: ['example.com'] },
  ]),
  ...(
    [
      ['id', 'id: vertex-eu', 'id: vertex-us'],
      ['kind', 'kind: vertex,', 'kind: vertex-pipelines,'],
      ['project', 'project: p', 'project: q'],
      ['location', 'location: europe-west4', 'location: us-east1'],
      ['url', 'http://127.0.0.1:5000', 'http://127.0.0.1:6000'],
    ] as const
  ).map(([key, from, to]) =>
    orgKey(
      `connections[].${key}`,
      from,
      [from, to],
      ({ set }) => set.org.connections.some((connection) => Object.values(connection).includes(value(to))),
      [false, true],
    ),
  ),
  ...billKeys,
  orgWith('baseline', 'baseline: {rules: [{name: Base, needs: {people: {from: legal}}}]}', status(['ml-1']), [
    'approved',
    'waiting',
  ]),
  {
    key: 'people.version',
    file: 'people.yaml',
    text: people.replace('version: 1', 'version: §'),
    written: ['1', '2'],
    see: ({ codes }) => codes,
    seen: [[], ['invalid_value']],
  },
  {
    key: 'people.owner',
    file: 'people.yaml',
    text: people.replace('owner: platform', 'owner: §'),
    written: ['platform', 'risk'],
    see: ({ set }) => set.people.owner,
    seen: ['platform', 'risk'],
  },
  {
    key: 'people.people.<name>.slack',
    file: 'people.yaml',
    text: people.replace('U0TEST01', '§'),
    written: ['U0TEST01', '[U0TEST01, U0OTHER01]'],
    see: ({ set }) => set.people.people['ml-1']?.slack,
    seen: [['U0TEST01'], ['U0TEST01', 'U0OTHER01']],
  },
  {
    key: 'people.people.<name>.email',
    file: 'people.yaml',
    text: people.replace('ml-1@example.com', '§'),
    written: ['ml-1@example.com', 'ml@example.com'],
    see: ({ set }) => set.people.people['ml-1']?.email,
    seen: [['ml-1@example.com'], ['ml@example.com']],
  },
  {
    key: 'people.people.<name>.active',
    file: 'people.yaml',
    text: people.replace('ml-1@example.com', 'ml-1@example.com§'),
    written: ['', ', active: false'],
    see: status(['ml-1']),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'people.roles.<name>.people',
    file: 'people.yaml',
    text: people.replace('[ml-1, ml-2, ml-3]', '§'),
    written: ['[ml-1, ml-2, ml-3]', '[ml-2, ml-3]'],
    see: status(['ml-1']),
    seen: ['approved', 'waiting'],
  },
  {
    key: 'people.roles.<name>.slack_usergroup',
    file: 'people.yaml',
    text: people.replace('{people: [ml-1, ml-2, ml-3]}', '§'),
    written: ['{people: [ml-1, ml-2, ml-3]}', '{slack_usergroup: S0MLTEAM}'],
    see: ({ set }) => set.people.roles['ml']?.source,
    seen: [{ people: ['ml-1', 'ml-2', 'ml-3'] }, { slackUsergroup: 'S0MLTEAM' }],
  },
  {
    ...roleKey('min_tenure', 'min_tenure: 14d', () => null, [null, null]),
    see: status(['ml-1'], {
      roles: {
        ml: ['ml-1', 'ml-2', 'ml-3'].map((person, index) => ({
          person,
          since: index === 0 ? '2026-02-20T00:00:00.000Z' : '2020-01-01T00:00:00.000Z',
          until: null,
        })),
      },
    }),
    seen: ['approved', 'waiting'],
  },
  {
    ...roleKey('excludes', 'excludes: [risk]', () => null, [null, null]),
    see: codeOf((vote) => [vote('ml-1')], {
      roles: {
        ml: ['ml-1', 'ml-2'].map((person) => ({ person, since: '2020-01-01T00:00:00.000Z', until: null })),
        risk: [{ person: 'ml-1', since: '2020-01-01T00:00:00.000Z', until: null }],
      },
    }),
    seen: [null, 'role_excluded'],
  },
  roleKey('on_empty', 'on_empty: ask_owner', status([], { roles: { ml: [] } }), ['blocked', 'waiting']),
  delegation('from', 'from: risk-1', 'from: risk-2'),
  delegation('to', 'to: ml-1', 'to: ml-2'),
  delegation('roles', 'roles: [risk]', 'roles: [legal]'),
  delegation('start', '2026-03-02T00:00', '2026-03-02T13:00'),
  delegation('end', '2026-03-03T24:00', '2026-03-02T12:30'),
  {
    ...delegation('reason', 'On leave', 'Parental leave'),
    see: ({ set }) => set.people.delegations[0]?.reason,
    seen: ['On leave', 'Parental leave'],
  },
  {
    key: 'models.version',
    file: 'models.yaml',
    text: models.replace('version: 1', 'version: §'),
    written: ['1', '2'],
    see: ({ codes }) => codes,
    seen: [[], ['invalid_value']],
  },
  {
    key: 'models.owner',
    file: 'models.yaml',
    text: models.replace('owner: platform', 'owner: §'),
    written: ['platform', 'risk'],
    see: ({ set }) => set.models.owner,
    seen: ['platform', 'risk'],
  },
  {
    key: 'models.models[].id',
    file: 'models.yaml',
    text: models.replace('fraud/scorer', '§'),
    written: ['fraud/scorer', 'fraud/model'],
    see: entry((found) => found?.id),
    seen: ['fraud/scorer', 'fraud/model'],
  },
  {
    key: 'models.models[].in',
    file: 'models.yaml',
    text: models.replace('{mlflow: fraud-scorer}', '§'),
    written: ['{mlflow: fraud-scorer}', '{vertex-eu: fraud-scorer}'],
    see: entry((found) => found?.id ?? null),
    seen: ['fraud/scorer', null],
  },
  {
    key: 'models.models[].team',
    file: 'models.yaml',
    text: models.replace('team: fraud', 'team: §'),
    written: ['fraud', 'risk'],
    see: entry((found) => found?.team),
    seen: ['fraud', 'risk'],
  },
  {
    key: 'models.models[].owner',
    file: 'models.yaml',
    text: models.replace('owner: ml-1, criticality: high', 'owner: §, criticality: high'),
    written: ['ml-1', 'ml-2'],
    see: entry((found) => found?.owner),
    seen: ['ml-1', 'ml-2'],
  },
  {
    key: 'models.models[].criticality',
    file: 'models.yaml',
    text: models.replace(', criticality: high', '§'),
    written: ['', ', criticality: low'],
    see: policyOf(({ highCriticality }) => highCriticality),
    seen: [true, false],
  },
  modelWith(
    'business_owner',
    'business_owner: product-1',
    entry((found) => found?.businessOwner),
    [null, ['product-1']],
  ),
  modelWith(
    'data_owner',
    'data_owner: legal-1',
    entry((found) => found?.dataOwner),
    [null, ['legal-1']],
  ),
  modelWith(
    'materiality.exposure',
    'materiality: {exposure: low, purpose: low}',
    entry((f) => f?.materiality),
    [null, { exposure: 'low' }],
  ),
  modelWith(
    'materiality.purpose',
    'materiality: {exposure: low, purpose: high}',
    entry((f) => f?.materiality),
    [null, { purpose: 'high' }],
  ),
  modelWith(
    'data_class',
    'data_class: personal',
    entry((found) => found?.dataClass),
    [null, ['personal']],
  ),
  modelWith(
    'use_case',
    'use_case: [pilot]',
    entry((found) => found?.useCase),
    [null, ['pilot']],
  ),
  modelWith(
    'eu_high_risk',
    'eu_high_risk: true',
    entry((found) => found?.euHighRisk),
    [null, true],
  ),
  modelWith(
    'labels',
    'labels: {stage: ready}',
    entry((found) => found?.labels),
    [{}, { stage: 'ready' }],
  ),
  modelWith(
    'channel',
    'channel: "#fraud"',
    policyOf(({ ask }) => ask.channel),
    ['#approvals', '#fraud'],
  ),
  modelWith(
    'endpoint',
    'endpoint: e-1',
    entry((found) => found?.endpoint),
    [null, 'e-1'],
  ),
  modelWith(
    'max_age',
    'max_age: 30d',
    entry((found) => found?.maxAgeMs),
    [undefined, 2_592_000_000],
  ),
  modelWith(
    'label_delay',
    'label_delay: 7d',
    entry((found) => found?.labelDelayMs),
    [undefined, 604_800_000],
  ),
  ...(
    [
      ['connection', 'connection: mlflow', { connection: 'mlflow' }],
      ['pipeline', 'pipeline: train', { pipeline: 'train' }],
      ['parameters', 'pipeline: train', { parameters: { days: 30 } }],
    ] as const
  ).map(([key, , after]) =>
    modelWith(
      `retrain.${key}`,
      'retrain: {connection: mlflow, pipeline: train, parameters: {days: 30}}',
      entry((found) => found?.retrain),
      [null, after],
    ),
  ),
  modelWith(
    'monitors[].connection',
    'monitors: [{connection: mlflow, signals: psi}]',
    entry((f) => f?.monitors[0]),
    [undefined, { connection: 'mlflow' }],
  ),
  modelWith(
    'monitors[].signals',
    'monitors: [{connection: mlflow, signals: psi}]',
    entry((f) => f?.monitors[0]),
    [undefined, { signals: ['psi'] }],
  ),
  modelWith(
    'documents.<name>.artifact',
    'documents: {card: {artifact: card.md}}',
    entry((f) => f?.documents),
    [{}, { card: { artifact: 'card.md' } }],
  ),
  modelWith(
    'documents.<name>.tag',
    'documents: {card: {tag: card}}',
    entry((f) => f?.documents),
    [{}, { card: { tag: 'card' } }],
  ),
];

function value(text: string): string {
  return text.replace(/^\w+: /, '').replace(/,$/, '');
}
