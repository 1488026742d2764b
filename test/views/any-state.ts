import fc from 'fast-check';
import type { Stage } from '#views/approval-stages.ts';
import type { ApprovalRequest } from '#views/approval-state.ts';
import type { PlaybookChange } from '#views/changed-files.ts';
import type { RequestFacts } from '#views/request-facts.ts';
import type { ShownRetraining } from '#views/retraining.ts';
import type { ShownRun } from '#views/run-state.ts';

/** Arbitrary states: names of any length and in any script, invisible and reordering characters, 0 to 200 rows. */
const evil = [
  '<!channel>',
  '<@U0BEN>',
  '<https://evil.example|MLflow>',
  '*bold* _it_ ~no~ `code',
  ':white_check_mark: approved',
  '@here #general',
  '\u202egnp.exe',
  'a\u200bb\u2066c\u2069\u0000d\u001b[31m',
  '👩‍👩‍👧‍👦'.repeat(60),
  'e\u0301\u0302\u0303'.repeat(120),
  '&'.repeat(400),
  '<>'.repeat(200),
  '`'.repeat(200),
  '\ud800half',
  '\n\n\n',
  '',
  'ﷺ'.repeat(300),
  "=cmd|' /C calc'!A0",
  '\u202e<!here> '.repeat(800),
];

export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...evil) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 600 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...evil, ' ', 'plain'), { maxLength: 12 }).map((parts) => parts.join('')),
  },
);
const amount = fc.constantFrom('0', '0.004', '12.5', '123456789.99');
const currency = fc.constantFrom('EUR', 'USD', 'XTS');
export const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
export const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** A few rows, or 200 of which a few differ: making 200 different ones would take the time of the whole test. */
export const rows = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => {
  const few: fc.Arbitrary<T[]> = fc.array(arbitrary, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.constant<T[]>([]),
    few,
    few.map((items) => Array.from({ length: 200 }, (_, index) => items[index % items.length] as T)),
  );
};

const slackId = fc.integer({ min: 0, max: 9 }).map((digit) => `U0USER${digit}`);
export const person = fc.record(
  { name: text, slackId: maybe(fc.oneof(slackId, text)), actingFor: text },
  { requiredKeys: ['name', 'slackId'] },
);
export const press = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 900 })
  .map((made) => made.replaceAll('"', 'q').replaceAll('\\', 'b'));
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  text,
  fc.constant('javascript:alert(1)'),
);
export const link = fc.record({ label: text, url });

const shared = fc.record({
  code: text,
  model: text,
  version: text,
  target: text,
  registry: text,
  champion: maybe(fc.record({ version: text, since: maybe(instant) })),
  requester: text,
  requestedAt: instant,
  reason: maybe(text),
  playbook: text,
  links: rows(link),
});

/** What a run may cost, known or not. */
export const estimate = fc.oneof(
  fc.record({
    known: fc.constant(true as const),
    amount,
    least: amount,
    most: amount,
    currency,
    from: fc.constantFrom('past_runs' as const, 'price_list' as const),
    basis: text,
  }),
  fc.record({ known: fc.constant(false as const), because: text }),
);

export const change: fc.Arbitrary<PlaybookChange> = fc.record({
  from: text,
  to: text,
  files: rows(
    fc.record({
      file: text,
      changes: rows(
        fc.record({
          direction: fc.constantFrom('looser' as const, 'different' as const, 'tighter' as const, 'neutral' as const),
          sentence: text,
          loses: rows(text),
        }),
      ),
    }),
  ),
  restart: fc.boolean(),
  newlyApproved: rows(text),
});

export const retraining: fc.Arbitrary<ShownRetraining> = fc.record({
  engine: text,
  pipeline: text,
  template: maybe(text),
  parameters: rows(fc.record({ name: text, value: text, usual: fc.boolean() })),
  because: text,
  estimate,
  run: maybe(text),
});

export const retrainField = fc.record({
  name: text,
  type: fc.constantFrom('text', 'integer', 'number', 'boolean', 'list', 'map'),
  description: text,
  value: text,
  required: fc.boolean(),
});

const stepState = fc.constantFrom(
  ...([
    'queued',
    'running',
    'paused',
    'cancelling',
    'succeeded',
    'failed',
    'cancelled',
    'skipped',
    'not_triggered',
  ] as const),
);

export const run: fc.Arbitrary<ShownRun> = fc.record({
  run: text,
  model: text,
  modelKey: press,
  engine: text,
  pipeline: text,
  registry: text,
  requester: text,
  request: text,
  plan: retraining,
  reason: maybe(text),
  state: fc.constantFrom(
    ...([
      'starting',
      'not_started',
      'gone',
      'queued',
      'running',
      'paused',
      'cancelling',
      'succeeded',
      'failed',
    ] as const),
    'cancelled' as const,
  ),
  startedAt: maybe(instant),
  endedAt: maybe(instant),
  steps: rows(
    fc.record({
      name: text,
      state: stepState,
      startedAt: maybe(instant),
      endedAt: maybe(instant),
      message: maybe(text),
    }),
  ),
  failure: maybe(fc.record({ step: maybe(text), message: text })),
  silentSince: maybe(instant),
  cancelledBy: maybe(text),
  cancelRefused: maybe(text),
  result: maybe(
    fc.record({
      version: maybe(text),
      target: maybe(text),
      championVersion: maybe(text),
      rows: rows(
        fc.record({
          status: fc.constantFrom('passed', 'failed', 'missing', 'stale', null),
          title: text,
          candidate: maybe(text),
          champion: maybe(text),
          limit: maybe(text),
          difference: maybe(text),
          because: text,
        }),
      ),
      note: maybe(text),
    }),
  ),
  promotion: maybe(text),
  url: maybe(url),
  press,
});

/** Of a model, or of the playbooks. */
export const facts: fc.Arbitrary<RequestFacts> = fc.oneof(
  { weight: 3, arbitrary: shared },
  { weight: 1, arbitrary: shared.map((own) => ({ ...own, keeps: true })) },
  { weight: 1, arbitrary: fc.tuple(shared, retraining).map(([own, ordered]) => ({ ...own, retraining: ordered })) },
  { weight: 1, arbitrary: shared.map((own) => ({ ...own, from: own.playbook })) },
  {
    weight: 1,
    arbitrary: fc.tuple(shared, instant).map(([own, until]) => ({ ...own, silence: { alert: own.code, until } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(shared, fc.constantFrom('endpoint' as const, 'notebook' as const), text, fc.nat({ max: 9 }))
      .map(([own, kind, named, loaded]) => ({
        ...own,
        stop: { kind, resource: named, name: own.model, project: own.registry, loaded },
      })),
  },
  { weight: 1, arbitrary: fc.tuple(shared, change).map(([own, changed]) => ({ ...own, change: changed })) },
);

export const evidence = fc.record({
  status: fc.constantFrom('passed', 'failed', 'missing', 'stale'),
  title: text,
  candidate: maybe(text),
  champion: maybe(text),
  limit: maybe(text),
  difference: maybe(text),
  because: text,
});
export const need = fc.record({
  role: text,
  count: fc.integer({ min: 1, max: 9 }),
  filledBy: rows(text),
  couldBeFilledBy: rows(person),
});
export const gate = fc.record({
  kind: fc.constantFrom('freeze', 'hold', 'wait', 'lock'),
  name: text,
  until: maybe(instant),
  because: text,
});
const decider = fc.record({ name: text, role: text });
export const shownBlock = fc.record({ because: text, liftedBy: rows(text) });
const uncounted = fc.record({ name: text, because: text });

const rollout = fc.record({
  endpoint: text,
  at: fc.constantFrom('deploying', 'moving', 'holding', 'finishing', 'going_back', 'removing' as const),
  steps: rows(fc.integer({ min: 0, max: 100 })),
  taken: fc.nat({ max: 12 }),
  since: maybe(instant),
  nextAt: maybe(instant),
  waitsFor: maybe(text),
  trouble: maybe(fc.record({ because: text, nextTryAt: instant })),
  stopped: maybe(text),
});

export const setCriterion = fc.record({
  what: text,
  due: maybe(instant),
  ended: fc.oneof(
    fc.record({ how: fc.constant('met' as const), version: text }),
    fc.record({ how: fc.constant('lapsed' as const), at: instant }),
    fc.record({ how: fc.constant('withdrawn' as const), by: text, reason: text }),
    fc.constant(null),
  ),
});

const at = <Name extends Stage['at']>(name: Name) => fc.constant(name);
const stage: fc.Arbitrary<Stage> = fc.oneof(
  fc.record({ at: at('open'), nextGate: maybe(fc.record({ name: text, from: instant })) }),
  fc.record({ at: at('blocked'), blocks: rows(shownBlock) }),
  fc.record({ at: at('approved'), approvedAt: instant, deciders: rows(decider), auto: maybe(text), gates: rows(gate) }),
  fc.record({ at: at('executing'), startedAt: instant, deciders: rows(decider), auto: maybe(text) }),
  fc.record({ at: at('executing'), startedAt: instant, deciders: rows(decider), rollout }),
  fc.record({
    at: at('delayed'),
    approvedAt: instant,
    trouble: text,
    tries: fc.nat(),
    nextTryAt: maybe(instant),
    nothingChanged: fc.boolean(),
  }),
  fc.record({
    at: at('promoted'),
    deciders: rows(decider),
    auto: maybe(text),
    decidedInMs: fc.nat(),
    readBackAt: instant,
  }),
  fc.record({ at: at('conflict'), noticedAt: instant, expected: maybe(text), found: maybe(text) }),
  fc.record({ at: at('rejected'), by: decider, rejectedAt: instant, reason: text, criteria: rows(setCriterion) }),
  fc.record({ at: at('expired'), expiredAt: instant, approved: fc.boolean() }),
  fc.record({
    at: at('superseded'),
    by: fc.record({ version: text, code: text, url: maybe(url) }),
    supersededAt: instant,
  }),
  fc.record({ at: at('withdrawn'), by: text, withdrawnAt: instant, reason: maybe(text) }),
  fc.record({
    at: at('failed'),
    failedAt: instant,
    because: text,
    holds: maybe(text),
    restored: fc.boolean(),
    retryable: fc.boolean(),
  }),
);

export const request: fc.Arbitrary<ApprovalRequest> = fc
  .tuple(
    facts,
    fc.record({
      stage,
      evidence: rows(evidence),
      needs: rows(need),
      votesNotCounted: rows(uncounted),
      deadline: maybe(instant),
      heldBy: rows(text),
      retrainable: fc.boolean(),
      press,
      native: fc.boolean(),
    }),
  )
  .map(([about, own]) => ({ ...about, ...own }));

export const owed = fc.record({
  what: text,
  target: text,
  everyMs: fc.nat(),
  until: instant,
  ended: fc.constantFrom(null, 'over' as const, 'superseded' as const, 'rolled_back' as const),
  last: maybe(
    fc.record({ at: instant, status: fc.constantFrom('passed', 'failed', 'missing', 'stale'), because: text }),
  ),
});
const answer = fc.oneof(
  fc.record({ is: fc.constantFrom('right' as const, 'wrong' as const), by: text, at: instant, reason: text }),
  fc.constant({ is: 'not_needed' as const }),
);
const look = { request: fc.nat(), by: text, due: instant, missed: fc.boolean(), answer: maybe(answer) };
export const owedReview = fc.record(look);
export const owner = fc.record({ role: text, people: rows(person) });
export const sampledReview = fc
  .tuple(facts, fc.record({ ...look, carriedOut: fc.boolean(), because: text, people: rows(person), owner, press }))
  .map(([about, own]) => ({ ...about, ...own }));
export const dutyNotice = fc
  .tuple(
    facts,
    fc.record({
      what: text,
      promisedWith: fc.nat(),
      news: fc.constantFrom(
        'unknown' as const,
        'failed' as const,
        'waits' as const,
        'cannot_ask' as const,
        'cannot_roll_back' as const,
        'rolls_back' as const,
        'not_kept' as const,
        'not_rolled_back' as const,
      ),
      because: text,
      hindrance: maybe(text),
      about: maybe(fc.nat()),
      owner,
      everyMs: fc.nat(),
      nextCheckAt: maybe(instant),
      press,
    }),
  )
  .map(([about, own]) => ({ ...about, ...own }));

export const requestLine = fc.record({
  code: text,
  model: text,
  version: text,
  target: text,
  requester: text,
  requestedAt: instant,
  standing: text,
  press,
});
