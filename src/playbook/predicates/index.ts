import { actionPredicate } from './action.ts';
import { alertCriticalityPredicate } from './alert-criticality.ts';
import { atTimePredicate } from './at-time.ts';
import { candidateAgePredicate } from './candidate-age.ts';
import { championAgePredicate } from './champion-age.ts';
import { changedPredicate } from './changed.ts';
import { contributorInPredicate } from './contributor-in.ts';
import { criticalityPredicate } from './criticality.ts';
import { dataClassPredicate } from './data-class.ts';
import type { Predicate } from './define.ts';
import { driftPredicate } from './drift.ts';
import { euHighRiskPredicate } from './eu-high-risk.ts';
import { evidencePredicate } from './evidence.ts';
import { firstPromotionPredicate } from './first-promotion.ts';
import { fromPredicate } from './from.ts';
import { incidentPredicate } from './incident.ts';
import { labelPredicate } from './label.ts';
import { materialityPredicate } from './materiality.ts';
import { metricPredicate } from './metric.ts';
import { metricDeltaPredicate } from './metric-delta.ts';
import { modelPredicate } from './model.ts';
import { onlyChangedPredicate } from './only-changed.ts';
import { onlyContributorsInPredicate } from './only-contributors-in.ts';
import { openFindingsPredicate } from './open-findings.ts';
import { pipelinePredicate } from './pipeline.ts';
import { reasonContainsPredicate } from './reason-contains.ts';
import { regionPredicate } from './region.ts';
import { registryPredicate } from './registry.ts';
import { requesterInPredicate } from './requester-in.ts';
import { requesterIsPredicate } from './requester-is.ts';
import { sizeOfChangePredicate } from './size-of-change.ts';
import { tagPredicate } from './tag.ts';
import { toPredicate } from './to.ts';
import { useCasePredicate } from './use-case.ts';
import { validationAgePredicate } from './validation-age.ts';

/** Every predicate of the language; a new one is a file here and a line in this list. */
export const predicates: readonly Predicate[] = [
  actionPredicate,
  registryPredicate,
  regionPredicate,
  modelPredicate,
  fromPredicate,
  toPredicate,
  criticalityPredicate,
  materialityPredicate,
  dataClassPredicate,
  useCasePredicate,
  labelPredicate,
  tagPredicate,
  requesterInPredicate,
  contributorInPredicate,
  onlyContributorsInPredicate,
  requesterIsPredicate,
  changedPredicate,
  onlyChangedPredicate,
  firstPromotionPredicate,
  euHighRiskPredicate,
  metricPredicate,
  metricDeltaPredicate,
  sizeOfChangePredicate,
  evidencePredicate,
  pipelinePredicate,
  championAgePredicate,
  candidateAgePredicate,
  validationAgePredicate,
  openFindingsPredicate,
  driftPredicate,
  incidentPredicate,
  alertCriticalityPredicate,
  reasonContainsPredicate,
  atTimePredicate,
];

const byName = new Map(predicates.map((predicate) => [predicate.name, predicate]));

export function predicateNamed(name: string): Predicate | undefined {
  return byName.get(name);
}
