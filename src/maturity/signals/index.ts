import { c1PipelineCi } from './c1-pipeline-ci.ts';
import { c2TestKinds } from './c2-test-kinds.ts';
import { c3PipelineCd } from './c3-pipeline-cd.ts';
import { d1DeploymentFrequency } from './d1-deployment-frequency.ts';
import { d2LeadTime } from './d2-lead-time.ts';
import { d3ChangeFailRate } from './d3-change-fail-rate.ts';
import { d4RecoveryTime } from './d4-recovery-time.ts';
import { d5ReworkRate } from './d5-rework-rate.ts';
import { d6TrialsBeforeTraffic } from './d6-trials-before-traffic.ts';
import { d7OnlineResults } from './d7-online-results.ts';
import type { Signal } from './define.ts';
import { f1SharedFeatures } from './f1-shared-features.ts';
import { f2OneFeatureSource } from './f2-one-feature-source.ts';
import { g1RegisteredServing } from './g1-registered-serving.ts';
import { g2ModelCards } from './g2-model-cards.ts';
import { g3FourEyes } from './g3-four-eyes.ts';
import { g4WayBack } from './g4-way-back.ts';
import { g5ActiveOwners } from './g5-active-owners.ts';
import { g6OutsideChanges } from './g6-outside-changes.ts';
import { k1LabelledSpend } from './k1-labelled-spend.ts';
import { k2OwnedSpend } from './k2-owned-spend.ts';
import { k3IdleSpend } from './k3-idle-spend.ts';
import { k4UnitCost } from './k4-unit-cost.ts';
import { k5IdleDecided } from './k5-idle-decided.ts';
import { l1RunMetadata } from './l1-run-metadata.ts';
import { l2Reruns } from './l2-reruns.ts';
import { m1LiveMonitors } from './m1-live-monitors.ts';
import { m2SkewAndDrift } from './m2-skew-and-drift.ts';
import { m3Truth } from './m3-truth.ts';
import { m4AlertsDecided } from './m4-alerts-decided.ts';
import { m5AlertsActedOn } from './m5-alerts-acted-on.ts';
import { m6LoopClosed } from './m6-loop-closed.ts';
import { p1PipelineBorn } from './p1-pipeline-born.ts';
import { p2LiveTriggers } from './p2-live-triggers.ts';
import { p3DataGates } from './p3-data-gates.ts';
import { p4ModelGates } from './p4-model-gates.ts';
import { p5SamePipeline } from './p5-same-pipeline.ts';
import { p6RunsSucceed } from './p6-runs-succeed.ts';
import { p7Staleness } from './p7-staleness.ts';
import { p8SharedComponents } from './p8-shared-components.ts';
import { s1PayloadLog } from './s1-payload-log.ts';
import { s2BusyReplicas } from './s2-busy-replicas.ts';
import { x1TrackedExperiments } from './x1-tracked-experiments.ts';
import { x2Baselines } from './x2-baselines.ts';
import { x3Slices } from './x3-slices.ts';

/** Every signal; a new one is a file here and a line in this list. */
export const signals: readonly Signal[] = [
  g1RegisteredServing,
  g2ModelCards,
  g3FourEyes,
  g4WayBack,
  g5ActiveOwners,
  g6OutsideChanges,
  l1RunMetadata,
  l2Reruns,
  p1PipelineBorn,
  p2LiveTriggers,
  p3DataGates,
  p4ModelGates,
  p5SamePipeline,
  p6RunsSucceed,
  p7Staleness,
  p8SharedComponents,
  x1TrackedExperiments,
  x2Baselines,
  x3Slices,
  c1PipelineCi,
  c2TestKinds,
  c3PipelineCd,
  d1DeploymentFrequency,
  d2LeadTime,
  d3ChangeFailRate,
  d4RecoveryTime,
  d5ReworkRate,
  d6TrialsBeforeTraffic,
  d7OnlineResults,
  m1LiveMonitors,
  m2SkewAndDrift,
  m3Truth,
  m4AlertsDecided,
  m5AlertsActedOn,
  m6LoopClosed,
  f1SharedFeatures,
  f2OneFeatureSource,
  s1PayloadLog,
  s2BusyReplicas,
  k1LabelledSpend,
  k2OwnedSpend,
  k3IdleSpend,
  k4UnitCost,
  k5IdleDecided,
];
