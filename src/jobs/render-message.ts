import type { Rendered } from '#domain/chat.ts';
import { assessmentNow } from '#operations/assess/present-assessment.ts';
import { doubtsShown } from '#operations/assess/present-doubts.ts';
import { waiverCardOf } from '#operations/assess/present-waiver.ts';
import { claimCardOf } from '#operations/claims/present-claim.ts';
import { idleCardOf } from '#operations/claims/present-idle.ts';
import { anomalyCardOf } from '#operations/cost/answer-anomaly.ts';
import { budgetNoticeOf } from '#operations/cost/tell-budgets.ts';
import { cloudBudgetNoticeOf } from '#operations/cost/tell-cloud-budget.ts';
import { reportOf } from '#operations/cost/weekly-reports.ts';
import { criterionEndedOf } from '#operations/criteria/present-criteria.ts';
import { shownDelegation } from '#operations/delegations/present-delegations.ts';
import { digestOf } from '#operations/digest/present-digest.ts';
import { presentNews } from '#operations/drift/present-news.ts';
import { presentAlert } from '#operations/drift-answers/present-alert.ts';
import { presentMissedDrill } from '#operations/drills/present-missed-drill.ts';
import { presentCheckpoint } from '#operations/ledger/present-checkpoint.ts';
import { suspendedLinkOf } from '#operations/links/confirm-link.ts';
import { brokenFolder, changedFolder } from '#operations/playbooks/playbooks-status.ts';
import { dutyNotice as noticeOfDuty } from '#operations/present-duty.ts';
import { ownerLineOf } from '#operations/present-owner-line.ts';
import { type PresentedRequest, presentRequest } from '#operations/present-request.ts';
import { sampledReviewOf } from '#operations/present-review.ts';
import { presentRun } from '#operations/retraining/present-run.ts';
import { presentOutsideChange } from '#operations/sentinel/present-outside-change.ts';
import type { Setting } from '#operations/setting.ts';
import type { MessageContent } from '#operations/show-message.ts';
import { spotCheckShown } from '#operations/spot-checks/present-spot-check.ts';
import type { MessageRow } from '#store/messages.ts';
import { requestById } from '#store/requests.ts';
import { runById } from '#store/runs.ts';
import { approvalRequest } from '#views/approval-request.ts';
import { assessment } from '#views/assessment.ts';
import { budgetNotice } from '#views/budget-notice.ts';
import { claimCard } from '#views/claim-card.ts';
import { cloudBudgetNotice } from '#views/cloud-budget-notice.ts';
import { anomalyCard } from '#views/cost-anomaly.ts';
import { costReport } from '#views/cost-report.ts';
import { criterionEnded } from '#views/criterion.ts';
import { delegationEnded, delegationNote } from '#views/delegation-note.ts';
import { driftAlert } from '#views/drift-alert.ts';
import { driftNews } from '#views/drift-news.ts';
import { drillMissed } from '#views/drill-missed.ts';
import { dutyNotice } from '#views/duty-notice.ts';
import { idleCard, idleStop } from '#views/idle-card.ts';
import { checkpointProof, ledgerCheckpoint } from '#views/ledger-checkpoint.ts';
import { outsideChange } from '#views/outside-change.ts';
import { ownerLine } from '#views/owner-line.ts';
import { playbooksBroken, playbooksChanged } from '#views/playbooks-notice.ts';
import { requesterNote } from '#views/requester-note.ts';
import { runCard } from '#views/run-card.ts';
import { runEnded } from '#views/run-ended.ts';
import type { ShownRun } from '#views/run-state.ts';
import { reviewNotice, sampledReview } from '#views/sampled-review.ts';
import { spotCheck } from '#views/spot-check.ts';
import { suspendedLink } from '#views/suspended-link.ts';
import { useCaseDoubts } from '#views/use-case-doubts.ts';
import { waiverCard, waiverEnded } from '#views/waiver.ts';
import { digestDetail, weeklyDigest } from '#views/weekly-digest.ts';
import { noteOf } from './note-of.ts';
import { renderAsk } from './render-ask.ts';
import { renderGlassReview } from './render-glass-review.ts';
import { renderRefused, renderUnresolved } from './render-post-trouble.ts';
import { renderVote } from './render-vote.ts';

/**
 * A message as it should look now, from the rows as they are. `native` is whether the workspace shows table blocks;
 * without them the same numbers stand in plain sections.
 */
export async function renderMessage(setting: Setting, message: MessageRow, native = true): Promise<Rendered> {
  const content = contentOf(message);
  switch (content.view) {
    case 'request-card':
      return approvalRequest((await presented(setting, content.requestId, native)).card);
    case 'criterion-ended':
      return criterionEnded(await criterionEndedOf(setting, content.requestId));
    case 'vote-line':
      return renderVote(await presented(setting, content.requestId, native), content.voteId);
    case 'requester-note': {
      const { card } = await presented(setting, content.requestId, native);
      const retrain = card.retrainable === true ? card.press : null;
      return requesterNote({ facts: card, outcome: noteOf(card.stage), cardUrl: null, retrain });
    }
    case 'owner-line':
      return ownerLine(await ownerLineOf(setting, await presented(setting, content.requestId, native), content.news));
    case 'ask-note':
    case 'escalation-line':
      return await renderAsk(setting, content);
    case 'playbooks-changed':
      return playbooksChanged(await changedFolder(setting, content.digest));
    case 'playbooks-broken':
      return playbooksBroken(await brokenFolder(setting, content.problems));
    case 'duty-notice':
      return dutyNotice(await noticeOfDuty(setting, content.obligationId, content.news));
    case 'sampled-review':
      return sampledReview(await sampledReviewOf(setting, content.reviewId));
    case 'review-notice':
      return reviewNotice(await sampledReviewOf(setting, content.reviewId), content.about);
    case 'glass-review':
    case 'glass-missed':
    case 'glass-wrong':
      return await renderGlassReview(setting, content);
    case 'run-card':
      return runCard(await shownRun(setting, content.runId), native);
    case 'run-ended':
      return runEnded(await shownRun(setting, content.runId));
    case 'outside-change':
      return outsideChange(await presentOutsideChange(setting, content.changeId));
    case 'suspended-link':
      return suspendedLink(await suspendedLinkOf(setting, content.suspensionId));
    case 'ledger-checkpoint':
      return ledgerCheckpoint(await presentCheckpoint(setting, content.number));
    case 'checkpoint-proof':
      return checkpointProof(await presentCheckpoint(setting, content.number));
    case 'drift-alert':
      return driftAlert(await presentAlert(setting, content.alertId));
    case 'drift-news':
      return driftNews(await presentNews(setting, content.alertId, content.news));
    case 'drill-missed':
      return drillMissed(await presentMissedDrill(setting, content.drillId));
    case 'claim-card':
      return claimCard(await claimCardOf(setting, content.claimId));
    case 'idle-card':
      return idleCard(await idleCardOf(setting, content.idleId));
    case 'idle-stop':
      return idleStop(await idleCardOf(setting, content.idleId), content.because ?? null);
    case 'cost-report':
      return costReport(await reportOf(setting, content.week, content.audience));
    case 'cost-anomaly':
      return anomalyCard(await anomalyCardOf(setting, content.anomalyId));
    case 'budget-crossing':
      return budgetNotice(await budgetNoticeOf(setting, content.crossingId));
    case 'cloud-budget-crossing':
      return cloudBudgetNotice(await cloudBudgetNoticeOf(setting, content.crossingId));
    case 'assessment':
      return assessment(await assessmentNow(setting, content.model));
    case 'waiver':
      return waiverCard(await waiverCardOf(setting, content.waiverId));
    case 'waiver-ended':
      return waiverEnded(await waiverCardOf(setting, content.waiverId));
    case 'spot-check':
      return spotCheck(await spotCheckShown(setting, content.checkId));
    case 'use-case-doubts':
      return useCaseDoubts(await doubtsShown(setting, content.askId));
    case 'delegation':
      return delegationNote(await shownDelegation(setting, content.delegationId), content.reader);
    case 'delegation-ended':
      return delegationEnded(await shownDelegation(setting, content.delegationId), content.reader);
    case 'weekly-digest':
      return weeklyDigest(await digestOf(setting, content));
    case 'digest-detail':
      return digestDetail((await digestOf(setting, content)).digest);
    case 'refused-post':
      return await renderRefused(setting, content);
    case 'unresolved-post':
      return await renderUnresolved(setting, content);
  }
}

async function presented(setting: Setting, requestId: string, native: boolean): Promise<PresentedRequest> {
  const row = await requestById(setting.db, setting.workspaceId, requestId);
  if (row === null) throw new Error(`there is no request ${requestId}`);
  return await presentRequest(setting, setting.db, row, native);
}

async function shownRun(setting: Setting, runId: string): Promise<ShownRun> {
  const row = await runById(setting.db, setting.workspaceId, runId);
  if (row === null) throw new Error(`there is no run ${runId}`);
  return await presentRun(setting, row);
}

function contentOf({ view }: MessageRow): MessageContent {
  if (!isContent(view)) throw new Error(`a message shows an unknown view ${String(view.view)}`);
  return view;
}

const contentViews: readonly string[] = [
  'request-card',
  'vote-line',
  'criterion-ended',
  'requester-note',
  'owner-line',
  'ask-note',
  'escalation-line',
  'playbooks-changed',
  'playbooks-broken',
  'duty-notice',
  'sampled-review',
  'review-notice',
  'glass-review',
  'glass-missed',
  'glass-wrong',
  'run-card',
  'run-ended',
  'outside-change',
  'suspended-link',
  'ledger-checkpoint',
  'checkpoint-proof',
  'drift-alert',
  'drift-news',
  'drill-missed',
  'claim-card',
  'idle-card',
  'idle-stop',
  'cost-report',
  'cost-anomaly',
  'budget-crossing',
  'cloud-budget-crossing',
  'assessment',
  'waiver',
  'waiver-ended',
  'use-case-doubts',
  'spot-check',
  'delegation',
  'delegation-ended',
  'weekly-digest',
  'digest-detail',
  'refused-post',
  'unresolved-post',
] satisfies MessageContent['view'][];

function isContent(view: Record<string, unknown>): view is MessageContent {
  return contentViews.includes(String(view.view));
}
