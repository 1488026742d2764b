import fc from 'fast-check';
import { foundModels } from '#views/found-models.ts';
import { homeTab } from '#views/home.ts';
import { modelStatus } from '#views/model-status.ts';
import { statusList } from '#views/status-list.ts';
import { verifiedCode } from '#views/verified-code.ts';
import { verifiedModel } from '#views/verified-model.ts';
import { delegationLists } from './any-delegation.ts';
import { scope as digestScope } from './any-digest.ts';
import { instant, link, maybe, owed, owedReview, press, requestLine, rows, text } from './any-state.ts';

const run = fc.record({
  run: text,
  state: fc.constantFrom('live', 'succeeded', 'failed', 'cancelled', 'other'),
  step: maybe(text),
  at: maybe(instant),
  made: maybe(text),
  url: maybe(link.map(({ url }) => url)),
});
const amount = fc.constantFrom('0', '0.004', '12.5', '123456789.99');
const waiting = fc
  .tuple(requestLine, text, fc.boolean(), maybe(text))
  .map(([line, request, yours, about]) => ({ ...line, request, yours, ...(about === null ? {} : { about }) }));
const model = fc.record({
  model: text,
  modelKey: press,
  registry: text,
  url: maybe(link.map(({ url }) => url)),
  team: maybe(text),
  urgency: fc.constantFrom('you', 'action', 'none'),
  holds: rows(fc.record({ alias: text, version: text, since: maybe(instant) })),
  latestVersion: maybe(text),
  waiting: rows(waiting),
  drift: maybe(fc.record({ open: fc.nat(), undecided: fc.nat(), since: maybe(instant) })),
  silent: rows(fc.record({ connection: text, lastReportAt: maybe(instant) })),
  outside: rows(fc.record({ number: fc.nat(), target: text, found: maybe(text), press })),
  criteria: rows(fc.record({ what: text, target: text, due: maybe(instant), setBy: text, request: fc.nat(), press })),
  owes: fc.record({ owed: rows(owed), reviews: rows(owedReview) }),
  training: fc.record({ running: maybe(run), last: maybe(run) }),
  retrains: fc.boolean(),
  level: fc.option(fc.record({ level: fc.nat(2), target: fc.nat(2) })),
  costs: rows(
    fc.record({
      amount,
      currency: fc.constantFrom('EUR', 'USD', 'XTS'),
      before: maybe(fc.record({ before: amount, delta: fc.constantFrom('-3', '0', '7.5'), percent: maybe(amount) })),
    }),
  ),
});
const costDays = maybe(fc.constant({ first: '2026-11-16', last: '2026-11-22', through: '2026-11-25' }));
const scope = fc.oneof(
  fc.constantFrom({ kind: 'mine' } as const, { kind: 'all' } as const),
  text.map((team) => ({ kind: 'team', team }) as const),
  text.map((words) => ({ kind: 'like', text: words }) as const),
);
const found = fc
  .tuple(model, text, maybe(text), maybe(text), rows(text))
  .map(([one, description, owner, criticality, because]) => ({ ...one, description, owner, criticality, because }));
const count = fc.nat({ max: 90_000 });

const list = fc.record({
  models: rows(model),
  scope,
  needsAction: fc.boolean(),
  offset: fc.nat({ max: 50_000 }),
  total: count,
  you: count,
  action: count,
  organization: text,
  note: maybe(text),
  noneYours: fc.boolean(),
  hasOwn: fc.boolean(),
  apart: count,
  near: rows(text),
  costDays,
  now: instant,
});

const requestPage = fc.record({ lines: rows(requestLine), offset: fc.nat({ max: 300 }), total: fc.nat({ max: 500 }) });

/** The views of `/mlops status`, `/mlops find` and `/mlops verify` in any state. */
export const statusViews = {
  statusList: list.map(statusList),
  homeTab: fc
    .record({
      forYou: requestPage,
      yours: requestPage,
      delegations: maybe(delegationLists),
      digests: rows(fc.record({ scope: digestScope, subscribed: fc.boolean(), next: instant, channel: text })),
      status: list,
      now: instant,
    })
    .map(homeTab),
  modelStatus: fc
    .tuple(model, rows(fc.record({ at: instant, what: text })), costDays, instant)
    .map(([state, recent, days, now]) => modelStatus({ ...state, recent, costDays: days, now })),
  foundModels: fc
    .record({
      text,
      models: rows(found),
      all: fc.boolean(),
      offset: fc.nat({ max: 50_000 }),
      total: count,
      now: instant,
    })
    .map(foundModels),
  verifiedModel: fc
    .record({
      model: text,
      registry: text,
      codes: fc.array(
        fc.record({
          request: text,
          line: requestLine,
          proved: fc.boolean(),
          tag: maybe(
            fc.oneof(
              fc.constantFrom({ kind: 'same' as const }, { kind: 'unread' as const }),
              maybe(text).map((code) => ({ kind: 'other' as const, code })),
            ),
          ),
        }),
        { maxLength: 5 },
      ),
      now: instant,
    })
    .map(verifiedModel),
  verifiedCode: fc
    .record({
      code: text,
      named: maybe(text),
      meanings: rows(
        fc.record({
          request: text,
          line: requestLine,
          fits: fc.constantFrom(null, true, false),
          codeNow: maybe(text),
          proved: fc.boolean(),
        }),
      ),
      now: instant,
    })
    .map(verifiedCode),
};
