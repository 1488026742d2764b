import type { Handlers } from '#views/intents.ts';
import type { Scene } from '../scene.ts';
import { alertHandlers } from './alerts.ts';
import { assessmentHandlers } from './assessments.ts';
import { glassHandlers } from './break-glass.ts';
import { claimHandlers } from './claims.ts';
import { costHandlers } from './cost.ts';
import { anomalyHandlers } from './cost-anomalies.ts';
import { criterionHandlers } from './criteria.ts';
import { delegationHandlers } from './delegations.ts';
import { digestHandlers } from './digests.ts';
import { glassReviewHandlers } from './glass-reviews.ts';
import { handTestHandlers } from './hand-tests.ts';
import { linkHandlers } from './links.ts';
import { listHandlers } from './lists.ts';
import { maturityHandlers } from './maturity.ts';
import { outsideChangeHandlers } from './outside-changes.ts';
import { playbookHandlers } from './playbooks.ts';
import { policyHandlers } from './policy.ts';
import { promotionHandlers } from './promotion.ts';
import { requestHandlers } from './requests.ts';
import { reviewHandlers } from './reviews.ts';
import { rollbackHandlers } from './rollbacks.ts';
import { rolloutHandlers } from './rollouts.ts';
import { runHandlers } from './runs.ts';
import { spotCheckHandlers } from './spot-checks.ts';
import { statusHandlers } from './status.ts';

/** What happens for each thing a person can press, pick or submit; a missing one does not compile. */
export const handlers = {
  ...requestHandlers,
  ...statusHandlers,
  ...promotionHandlers,
  ...glassHandlers,
  ...glassReviewHandlers,
  ...rollbackHandlers,
  ...rolloutHandlers,
  ...runHandlers,
  ...reviewHandlers,
  ...criterionHandlers,
  ...outsideChangeHandlers,
  ...claimHandlers,
  ...costHandlers,
  ...maturityHandlers,
  ...anomalyHandlers,
  ...linkHandlers,
  ...listHandlers,
  ...alertHandlers,
  ...policyHandlers,
  ...playbookHandlers,
  ...assessmentHandlers,
  ...handTestHandlers,
  ...spotCheckHandlers,
  ...delegationHandlers,
  ...digestHandlers,
} satisfies Handlers<Scene>;
