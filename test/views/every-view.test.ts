import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import { bug } from '#views/bug.ts';
import { cloudBudgetNotice } from '#views/cloud-budget-notice.ts';
import { confirmCancelRun } from '#views/confirm-cancel-run.ts';
import { confirmDecision } from '#views/confirm-decision.ts';
import { confirmRetraining } from '#views/confirm-retraining.ts';
import { confirmRollback } from '#views/confirm-rollback.ts';
import { costFileNote, costFileSent } from '#views/cost-file.ts';
import { confirmCriterionWithdrawal, criterionEnded } from '#views/criterion.ts';
import { dutyNotice } from '#views/duty-notice.ts';
import { requestExplanation } from '#views/explain-request.ts';
import { help } from '#views/help.ts';
import { checkpointProof, ledgerCheckpoint } from '#views/ledger-checkpoint.ts';
import { loading } from '#views/loading.ts';
import { explainOutside, outsideChange, putBack } from '#views/outside-change.ts';
import { ownerLine } from '#views/owner-line.ts';
import { playbooksInForce } from '#views/playbooks-in-force.ts';
import { playbooksBroken, playbooksChanged } from '#views/playbooks-notice.ts';
import { proposePlaybooks } from '#views/propose-playbooks.ts';
import { refusal } from '#views/refusal.ts';
import { requestDetails } from '#views/request-details.ts';
import { requestList } from '#views/request-list.ts';
import { requestOpened } from '#views/request-opened.ts';
import { requestPromotion } from '#views/request-promotion.ts';
import { requesterNote } from '#views/requester-note.ts';
import { retrainForm } from '#views/retrain-form.ts';
import { runCard } from '#views/run-card.ts';
import { runEnded } from '#views/run-ended.ts';
import { runList } from '#views/run-list.ts';
import { confirmWrong, reviewNotice, sampledReview } from '#views/sampled-review.ts';
import { stopRolloutModal } from '#views/stop-rollout.ts';
import { unresolvedPost } from '#views/unresolved-post.ts';
import { upstreamTrouble } from '#views/upstream-trouble.ts';
import { validateMessage, validateView } from '#views/validate.ts';
import { voteLine } from '#views/vote-line.ts';
import { askViews } from './any-ask.ts';
import { assessViews } from './any-assess.ts';
import * as anyBudget from './any-budget.ts';
import { delegationViews } from './any-delegation.ts';
import { digestViews } from './any-digest.ts';
import { driftViews } from './any-drift.ts';
import { explanationLine, piece } from './any-explanation.ts';
import { glass, glassViews } from './any-glass.ts';
import { maturityViews } from './any-maturity.ts';
import * as anyOutside from './any-outside.ts';
import { policyViews } from './any-policy.ts';
import * as any from './any-state.ts';
import { statusViews } from './any-status.ts';

const { facts, instant, maybe, press, rows, text } = any;
/** What a person can type into a field of a modal: Slack takes no more. */
const typed = text.map((all) => all.slice(0, 3000));
const decision = fc.constantFrom('approve', 'reject', 'withdraw', 'block', 'lift', 'hold', 'release');
const choice = fc.record({ label: text, value: fc.uuid(), description: maybe(text) });
const offset = fc.nat({ max: 50_000 });
const proposal = fc.record({ number: fc.nat(), standing: text, live: fc.boolean() });
const views: Record<string, fc.Arbitrary<object>> = {
  ...policyViews,
  ...assessViews,
  ...maturityViews,
  ...digestViews,
  ...delegationViews,
  requestExplanation: fc
    .record({
      request: text,
      card: any.request,
      standing: explanationLine,
      you: maybe(text),
      sections: rows(fc.record({ title: text, lines: rows(explanationLine) })),
      judged: rows(piece),
    })
    .map(requestExplanation),
  approvalRequest: any.request.map(approvalRequest),
  confirmDecision: fc
    .record({
      facts,
      decision: fc.constantFrom('approve', 'reject', 'block', 'lift', 'withdraw'),
      as: fc.record({ role: text, actingFor: maybe(text) }),
      needsAfter: rows(any.need),
      gates: rows(any.gate),
      failing: rows(any.evidence),
      reasonRequired: maybe(text),
      criterion: fc.record({
        slices: rows(text),
        filled: fc.record({
          metric: fc.constantFrom('', 'auc'),
          slice: typed,
          op: fc.constantFrom('', '>=', '!='),
          value: typed,
          due: fc.constantFrom('', '2026-12-24'),
        }),
        mistakes: rows(text),
      }),
      reason: typed,
      wayBack: fc.record({ to: text, done: fc.boolean() }),
      othersLift: rows(text),
      press,
    })
    .map(confirmDecision),
  confirmCriterionWithdrawal: fc
    .record({ what: text, model: text, target: text, request: fc.nat(), press })
    .map(confirmCriterionWithdrawal),
  criterionEnded: fc
    .record({ what: text, target: text, ended: any.setCriterion.map(({ ended }) => ended), owner: text })
    .filter((state) => state.ended !== null)
    .map((state) => criterionEnded({ ...state, ended: state.ended ?? { how: 'met', version: '' } })),
  confirmRollback: fc
    .record({
      code: text,
      model: text,
      target: text,
      registry: text,
      from: text,
      to: text,
      toHeldUntil: maybe(instant),
      needs: maybe(text),
      press,
    })
    .map(confirmRollback),
  requestPromotion: fc
    .record({
      channel: fc.constantFrom(null, 'C0ML'),
      model: maybe(choice),
      version: maybe(choice),
      targets: rows(choice),
      target: maybe(text),
      champion: maybe(fc.record({ version: text })),
      notice: maybe(text),
    })
    .map(requestPromotion),
  requestDetails: fc
    .record({
      facts,
      because: text,
      rules: rows(
        fc.record({
          name: text,
          why: maybe(text),
          state: fc.constantFrom('not_applicable', 'error', 'waiting', 'approved', 'blocked', 'overridden'),
          because: text,
        }),
      ),
      evidence: rows(
        fc
          .tuple(any.evidence, maybe(instant), maybe(text))
          .map(([row, asOf, producer]) => ({ ...row, asOf, producer })),
      ),
      votes: rows(fc.record({ name: text, decision, at: instant, reason: maybe(text), notCounted: maybe(text) })),
      blocks: rows(any.shownBlock),
      gates: rows(any.gate),
      unknown: rows(text),
      owed: rows(any.owed),
      review: maybe(any.owedReview),
      policyDigest: text,
      ledger: rows(fc.nat()),
      mayTakeBack: fc.boolean(),
      mayBlock: fc.boolean(),
      mayWithdraw: fc.boolean(),
      press,
    })
    .chain((state) =>
      fc.oneof(
        fc.constant(state),
        text.map((trainedOn) => ({ ...state, trainedOn })),
      ),
    )
    .map(requestDetails),
  loading: fc.record({ title: text, what: text }).map(loading),
  ...statusViews,
  requestList: fc
    .record({
      forYou: rows(any.requestLine),
      others: rows(any.requestLine),
      offset,
      otherCount: fc.nat({ max: 90_000 }),
      now: instant,
    })
    .map(requestList),
  help: fc
    .record({
      commands: rows(fc.record({ usage: text, summary: text, example: text })),
      unknown: maybe(fc.record({ word: text, didYouMean: maybe(text) })),
    })
    .map(help),
  refusal: fc.record({ sentence: text, links: rows(any.link) }).map(refusal),
  upstreamTrouble: fc
    .record({ trouble: text, nextTryAt: maybe(instant), nothingChanged: fc.boolean(), now: instant })
    .map(upstreamTrouble),
  bug: fc.record({ reference: text, contact: maybe(text) }).map(bug),
  voteLine: fc
    .record({
      name: text,
      decision,
      role: maybe(text),
      actingFor: maybe(text),
      reason: maybe(text),
      notCounted: maybe(text),
      accepted: rows(text),
      change: fc.boolean(),
      retraining: fc.boolean(),
      silence: fc.boolean(),
      stop: fc.boolean(),
      needs: rows(any.need),
      code: text,
      came: maybe(fc.record({ version: text, request: maybe(text), because: maybe(text) })),
    })
    .map(({ came, ...state }) => voteLine(came === null ? state : { ...state, wayBack: came })),
  requesterNote: fc
    .record({
      facts,
      outcome: fc.oneof(
        fc.record({ kind: fc.constantFrom('promoted' as const, 'expired' as const) }),
        fc.record({ kind: fc.constant('approved' as const), waitsFor: maybe(text) }),
        fc.record({ kind: fc.constant('rejected' as const), by: text, reason: text }),
        fc.record({ kind: fc.constantFrom('blocked' as const, 'failed' as const), because: text }),
      ),
      cardUrl: maybe(any.link.map(({ url }) => url)),
      retrain: maybe(press),
    })
    .map(requesterNote),
  playbooksChanged: fc
    .record({
      digest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
      change: any.change,
      inForce: fc.boolean(),
      proposal: maybe(proposal),
    })
    .map(playbooksChanged),
  playbooksBroken: fc
    .record({ problems: rows(text), from: text, owners: rows(fc.record({ role: text, people: rows(any.person) })) })
    .map(playbooksBroken),
  proposePlaybooks: fc
    .record({
      digest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
      change: any.change,
      needs: rows(any.need),
      blocked: maybe(text),
    })
    .map(proposePlaybooks),
  playbooksInForce: fc
    .record({
      number: fc.nat(),
      digest: text,
      since: instant,
      by: fc.oneof(text, fc.constant('request R-12')),
      author: maybe(text),
      playbooks: fc.nat(),
      folder: fc.oneof(
        fc.constant({ is: 'same' as const }),
        fc.record({ is: fc.constant('broken' as const), problems: rows(text) }),
        fc.record({
          is: fc.constant('changed' as const),
          digest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
          change: any.change,
          proposal: maybe(proposal),
        }),
      ),
    })
    .map(playbooksInForce),
  requestOpened: fc
    .record({
      number: fc.nat(),
      code: text,
      model: text,
      version: text,
      target: text,
      channel: text,
      action: fc.constantFrom(
        ...(['promotion', 'rollback', 'change of the playbooks', 'retraining', 'silence', 'stop'] as const),
      ),
    })
    .map(requestOpened),
  ownerLine: fc
    .record({
      news: fc.constantFrom('extended' as const, 'expired' as const, 'error' as const, 'replaced' as const),
      owner: any.owner,
      deadline: instant,
      needs: rows(any.need),
      because: text,
    })
    .map(ownerLine),
  outsideChange: anyOutside.outsideChange.map(outsideChange),
  explainOutside: anyOutside.outsideChange.map(explainOutside),
  putBack: anyOutside.putBack.map(putBack),
  ledgerCheckpoint: anyOutside.checkpoint.map(ledgerCheckpoint),
  checkpointProof: anyOutside.checkpoint.map(checkpointProof),
  stopRollout: fc.record({ facts: any.facts, endpoint: text, press }).map(stopRolloutModal),
  runCard: fc.tuple(any.run, fc.boolean()).map(([run, native]) => runCard(run, native)),
  runEnded: any.run.map(runEnded),
  confirmCancelRun: any.run.map(confirmCancelRun),
  runList: fc
    .record({
      runs: fc.array(any.run, { maxLength: 10 }),
      offset,
      total: fc.nat({ max: 90_000 }),
      only: maybe(fc.record({ key: press, name: text })),
      now: instant,
    })
    .map(runList),
  retrainForm: fc
    .record({
      model: maybe(choice),
      runs: maybe(fc.record({ engine: text, pipeline: text })),
      fields: fc.uniqueArray(any.retrainField, { selector: ({ name }) => name, maxLength: 100 }),
      cause: fc.constantFrom(null, 'R-12'),
      mistakes: fc.array(text, { maxLength: 3 }),
    })
    .map(retrainForm),
  costFileNote: anyBudget.costFile.map(costFileNote),
  costFileSent: anyBudget.costFile.map(costFileSent),
  cloudBudgetNotice: anyBudget.cloudBudget.map(cloudBudgetNotice),
  confirmRetraining: fc
    .record({
      key: fc.uuid(),
      model: text,
      plan: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
      retraining: any.retraining,
      budgets: rows(anyBudget.budgetState),
      playbook: text,
      needs: rows(any.need),
      gates: rows(any.gate),
      auto: maybe(text),
      blocked: maybe(text),
      codes: fc.constant([{ value: 'drift', label: 'drift' }]),
      reasonCode: fc.constantFrom(null, 'drift', 'code'),
      cause: fc.constantFrom(null, 'R-12'),
      reason: text,
    })
    .map(confirmRetraining),
  dutyNotice: any.dutyNotice.map(dutyNotice),
  sampledReview: any.sampledReview.map(sampledReview),
  reviewNotice: fc
    .tuple(any.sampledReview, fc.constantFrom('missed' as const, 'wrong' as const))
    .map(([state, about]) => reviewNotice(state, about)),
  confirmWrong: any.sampledReview.map(confirmWrong),
  ...driftViews,
  ...askViews,
  ...glassViews,
  emergency: fc
    .tuple(any.request, glass)
    .map(([state, shown]) => approvalRequest({ ...state, breakable: true, glass: shown })),
  unresolvedPost: fc.record({ what: text, where: text, sentAt: instant, press }).map(unresolvedPost),
};

const ours = /^<(@[UW][A-Z0-9]{1,30}|!date\^\d+\^[^|<>]+\|[^|<>]+|https?:\/\/[^|<>\s]+\|[^|<>]+)>$/;
const hidden =
  /[\p{Cc}--[\n]]|[\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}]|[\u{e0000}-\u{e01ef}]/v;

/** Every string that people see or that Slack reads as markup. */
function strings(thing: unknown, key = ''): string[] {
  if (typeof thing === 'string')
    return ['value', 'private_metadata', 'action_id', 'block_id'].includes(key) ? [] : [thing];
  if (typeof thing !== 'object' || thing === null) return [];
  return Object.entries(thing).flatMap(([name, each]) => strings(each, Array.isArray(thing) ? key : name));
}

function markups(thing: unknown): string[] {
  if (typeof thing !== 'object' || thing === null) return [];
  if ('type' in thing && thing.type === 'mrkdwn' && 'text' in thing) {
    expect(thing).toMatchObject({ verbatim: true });
    return [String(thing.text)];
  }
  return Object.values(thing).flatMap(markups);
}

test.each(Object.entries(views))(
  'D29 %s is what Slack takes and holds no markup but ours, whatever its state',
  (_, view) => {
    fc.assert(
      fc.property(view, (shown) => {
        expect('type' in shown ? validateView(shown) : validateMessage(shown)).toEqual([]);

        const texts = markups(shown);
        for (const token of texts.flatMap((each) => each.match(/<[^>]*>?/g) ?? [])) expect(token).toMatch(ours);
        const mentions = texts.flatMap((each) => each.match(/<@\w+>/g) ?? []);
        expect(new Set(mentions).size).toBe(mentions.length);

        for (const each of strings(shown)) {
          expect(each).not.toMatch(hidden);
          expect(each.isWellFormed()).toBe(true);
        }
        if ('text' in shown) {
          expect(shown.text).toMatch(/\S/);
          expect(shown.text).not.toMatch(/[<>]/);
        }
      }),
      { numRuns: 30 },
    );
  },
);
