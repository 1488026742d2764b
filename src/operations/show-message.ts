import type { Digest } from '#domain/digest.ts';
import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import type { MessageRow } from '#store/messages.ts';
import { wantMessage } from '#store/messages.ts';
import type { DelegationReader } from '#views/delegation-state.ts';
import type { OwnerLine } from '#views/owner-line.ts';
import type { DriftNews } from './drift/drift-news.ts';
import type { DutyNews } from './duty-news.ts';
import type { Setting } from './setting.ts';

/** What a message shows; the job renders it from the rows as they are when it is sent. */
export type MessageContent =
  | { readonly view: 'request-card'; readonly requestId: string }
  | { readonly view: 'criterion-ended'; readonly requestId: string }
  | { readonly view: 'vote-line'; readonly requestId: string; readonly voteId: number }
  | { readonly view: 'requester-note'; readonly requestId: string }
  | { readonly view: 'owner-line'; readonly requestId: string; readonly news: OwnerLine['news'] }
  | { readonly view: 'ask-note'; readonly noteId: string }
  | { readonly view: 'escalation-line'; readonly requestId: string; readonly to: string; readonly afterMs: number }
  | { readonly view: 'playbooks-changed'; readonly digest: Digest }
  | { readonly view: 'playbooks-broken'; readonly problems: Digest }
  | { readonly view: 'duty-notice'; readonly obligationId: string; readonly news: DutyNews }
  | { readonly view: 'sampled-review'; readonly reviewId: string }
  | { readonly view: 'review-notice'; readonly reviewId: string; readonly about: 'missed' | 'wrong' }
  | { readonly view: 'glass-review' | 'glass-missed' | 'glass-wrong'; readonly reviewId: string }
  | { readonly view: 'run-card'; readonly runId: string }
  | { readonly view: 'run-ended'; readonly runId: string }
  | { readonly view: 'ledger-checkpoint' | 'checkpoint-proof'; readonly number: number }
  | { readonly view: 'outside-change'; readonly changeId: string }
  | { readonly view: 'suspended-link'; readonly suspensionId: string }
  | { readonly view: 'drift-alert'; readonly alertId: string }
  | { readonly view: 'drift-news'; readonly alertId: string; readonly news: DriftNews }
  | { readonly view: 'drill-missed'; readonly drillId: string }
  | { readonly view: 'claim-card'; readonly claimId: string }
  | { readonly view: 'idle-card'; readonly idleId: string }
  | { readonly view: 'idle-stop'; readonly idleId: string; readonly because?: string }
  | { readonly view: 'cost-report'; readonly week: string; readonly audience: string }
  | { readonly view: 'cost-anomaly'; readonly anomalyId: string }
  | { readonly view: 'budget-crossing'; readonly crossingId: string }
  | { readonly view: 'cloud-budget-crossing'; readonly crossingId: string }
  | { readonly view: 'assessment'; readonly model: string }
  | { readonly view: 'waiver' | 'waiver-ended'; readonly waiverId: string }
  | { readonly view: 'use-case-doubts'; readonly askId: string }
  | { readonly view: 'spot-check'; readonly checkId: string }
  | {
      readonly view: 'delegation' | 'delegation-ended';
      readonly delegationId: string;
      readonly reader: DelegationReader;
    }
  | { readonly view: 'weekly-digest' | 'digest-detail'; readonly audience: string; readonly period: string }
  | { readonly view: 'refused-post'; readonly effectId: string; readonly because: string }
  | {
      readonly view: 'unresolved-post';
      readonly effectId: string;
      readonly answered?: { readonly name: string; readonly answer: 'there' | 'again' };
    };

/**
 * Makes Slack show a message, or show it anew, in the caller's transaction. The first call for a key posts, later ones
 * edit; edits of one message that wait at the same time become one.
 */
export async function showMessage(
  setting: Pick<Setting, 'workspaceId' | 'newId' | 'sendJob'>,
  tx: Executor,
  message: { key: string; channel: string; threadKey?: string; content: MessageContent },
): Promise<MessageRow> {
  const row = await wantMessage(tx, {
    workspaceId: setting.workspaceId,
    key: message.key,
    channel: message.channel,
    threadKey: message.threadKey ?? null,
    view: { ...message.content },
  });
  const first = row.wantedRevision === 1;
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: first ? 'slack.post' : 'slack.update',
    orderKey: first ? `slack:${setting.workspaceId}:${row.channel}` : `slack:${setting.workspaceId}:message:${row.key}`,
    idemKey: first ? `post:${row.key}` : `update:${row.key}:${row.wantedRevision}`,
    payload: { key: row.key, revision: row.wantedRevision },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
  return row;
}

/** The keys of messages: of what is owed, of a request's, of a run's, of a drift alert's, and of what is said once of each content of the playbooks folder. */
export const messageKeys = {
  playbooksChanged: (digest: Digest) => `playbooks:changed:${digest}`,
  playbooksBroken: (contents: Digest) => `playbooks:broken:${contents}`,
  suspendedLink: (suspensionId: string) => `link:${suspensionId}`,
  criterionEnded: (criterionId: string) => `criterion:${criterionId}:ended`,
  card: (requestId: string) => `request:${requestId}:card`,
  vote: (requestId: string, voteId: number) => `request:${requestId}:vote:${voteId}`,
  owner: (requestId: string, news: OwnerLine['news']) => `request:${requestId}:owner:${news}`,
  ask: (noteId: string) => `ask:${noteId}`,
  escalation: (requestId: string, step: string) => `request:${requestId}:escalation:${step}`,
  duty: (obligationId: string, news: string) => `duty:${obligationId}:${news}`,
  review: (reviewId: string, about: 'task' | 'missed' | 'wrong') => `review:${reviewId}:${about}`,
  glassReview: (reviewId: string, about: 'task' | 'missed' | 'wrong') => `glass:${reviewId}:${about}`,
  checkpoint: (number: number) => `ledger:checkpoint:${number}`,
  checkpointProof: (number: number) => `ledger:checkpoint:${number}:proof`,
  outsideChange: (id: string) => `outside:${id}`,
  run: (runId: string) => `run:${runId}`,
  driftAlert: (alertId: string) => `drift:${alertId}`,
  driftNews: (alertId: string, news: string) => `drift:${alertId}:${news}`,
  drillMissed: (drillId: string) => `drill:${drillId}:missed`,
  runEnded: (runId: string) => `run:${runId}:ended`,
  claim: (claimId: string, round: number) => `claim:${claimId}:${round}`,
  idle: (idleId: string, news: string) => `idle:${idleId}:${news}`,
  costReport: (week: string, audience: string) => `cost:report:${week}:${audience}`,
  costAnomaly: (anomalyId: string) => `cost:anomaly:${anomalyId}`,
  budget: (crossingId: string) => `cost:budget:${crossingId}`,
  cloudBudget: (crossingId: string) => `cost:cloud-budget:${crossingId}`,
  assessment: (id: string) => `assessment:${id}`,
  waiver: (id: string) => `waiver:${id}`,
  waiverEnded: (id: string) => `waiver:${id}:ended`,
  useCaseDoubts: (askId: string) => `assess:doubts:${askId}`,
  spotCheck: (checkId: string) => `spot-check:${checkId}`,
  delegation: (id: string, reader: DelegationReader) => `delegation:${id}:${reader}`,
  delegationEnded: (id: string, reader: DelegationReader) => `delegation:${id}:${reader}:ended`,
  digest: (audience: string, period: string) => `digest:${audience}:${period}`,
  digestDetail: (audience: string, period: string) => `digest:${audience}:${period}:detail`,
  requester: (requestId: string, state: string) => `request:${requestId}:requester:${state}`,
};
