import type { ServingEndpoint, TrafficSplit } from '#domain/endpoint.ts';
import { splitTowards } from '#domain/traffic-split.ts';
import type { Executor } from '#store/database.ts';
import { executionById } from '#store/executions.ts';
import { changeRollout, type RolloutRow } from '#store/rollouts.ts';
import { showCard } from '../apply-judgement.ts';
import { recordHappening } from '../ledger-entry.ts';
import { intendAlias } from '../record-execution.ts';
import type { Setting } from '../setting.ts';
import { goBack } from './go-back.ts';
import { calmRequest, holdRollout, lookAt, lookEveryMs } from './hold-rollout.ts';
import { intendTraffic } from './rollout-effects.ts';

/** An endpoint as it stood when a version was found to be deployed there. */
export interface SeenEndpoint {
  readonly deployedId: string;
  readonly title: string;
  readonly traffic: TrafficSplit;
  readonly busiest: string | null;
}

/** What a rollout starts from. */
export function seenEndpoint({ title, traffic }: ServingEndpoint, deployedId: string): SeenEndpoint {
  const others = Object.entries(traffic).filter(([id, share]) => id !== deployedId && share > 0);
  const [busiest] = others.toSorted(([, a], [, b]) => b - a);
  return { deployedId, title, traffic, busiest: busiest?.[0] ?? null };
}

/** The deployment was started: it is looked at until it is there. Part of the transaction that settles its effect. */
export async function recordDeployStarted(
  setting: Setting,
  tx: Executor,
  executionId: string,
  { operation, title }: { readonly operation: string; readonly title: string },
): Promise<void> {
  const held = await holdRollout(setting, tx, executionId);
  if (held.rollout.state !== 'deploying') return;
  const dueAt = lookAt(setting, lookEveryMs.deployment);
  await changeRollout(tx, held.rollout, { operation, endpointTitle: title, deployedByUs: 'started', dueAt });
  const request = await calmRequest(tx, held.request);
  await recordHappening(setting, tx, request, {
    event: 'deploy_started',
    details: { execution: executionId, endpoint: held.rollout.endpoint, deployed: held.rollout.deployedId },
  });
  await showCard(setting, tx, request);
}

/** The version stands behind the endpoint, so that its first step can start; or go, if somebody stopped it meanwhile. */
export async function recordDeployed(
  setting: Setting,
  tx: Executor,
  executionId: string,
  seen: SeenEndpoint,
): Promise<void> {
  const held = await holdRollout(setting, tx, executionId);
  if (held.rollout.state !== 'deploying') return;
  const own = seen.deployedId === held.rollout.deployedId;
  const rollout = await changeRollout(tx, held.rollout, {
    deployedId: seen.deployedId,
    deployedByUs: own ? 'yes' : 'no',
    operation: null,
    endpointTitle: seen.title,
    before: seen.traffic,
    replacedId: seen.busiest,
    dueAt: null,
  });
  const request = await calmRequest(tx, held.request);
  await recordHappening(setting, tx, request, {
    event: 'deployed',
    details: { execution: executionId, endpoint: rollout.endpoint, deployed: rollout.deployedId, by_us: own },
  });
  if (rollout.stopped !== null) await goBack(setting, tx, rollout);
  else await startStep(setting, tx, rollout, 0);
  await showCard(setting, tx, request);
}

/** Begins the next step of a rollout that the transaction holds. */
export async function startStep(setting: Setting, tx: Executor, rollout: RolloutRow, step: number): Promise<void> {
  await changeRollout(tx, rollout, { state: 'shifting', dueAt: null, waitsFor: null });
  await intendTraffic(setting, tx, rollout, step);
}

/** The traffic of a step was set and read back: it is held, or the alias follows the last one. */
export async function recordStep(setting: Setting, tx: Executor, executionId: string, step: number): Promise<void> {
  const held = await holdRollout(setting, tx, executionId);
  if (held.rollout.state !== 'shifting' || step !== held.rollout.step + 1) return;
  const taken = held.rollout.steps[step];
  const last = step === held.rollout.steps.length - 1;
  const rollout = await changeRollout(tx, held.rollout, { step, stepAt: lookAt(setting, 0) });
  const request = await calmRequest(tx, held.request);
  await recordHappening(setting, tx, request, {
    event: 'traffic_shifted',
    details: {
      execution: executionId,
      endpoint: rollout.endpoint,
      percent: taken?.trafficPercent ?? 100,
      split: { ...splitOfStep(rollout, step) },
    },
  });
  if (rollout.stopped !== null) await goBack(setting, tx, rollout);
  else if (last) await finish(setting, tx, rollout);
  else {
    const afterMs = Math.min(taken?.forMs ?? 0, lookEveryMs.step);
    await changeRollout(tx, rollout, { state: 'holding', dueAt: lookAt(setting, afterMs) });
    if (afterMs === 0) await setting.sendJob(tx, 'continue-rollout', { executionId });
  }
  await showCard(setting, tx, request);
}

async function finish(setting: Setting, tx: Executor, rollout: RolloutRow): Promise<void> {
  await changeRollout(tx, rollout, { state: 'finishing' });
  const execution = await executionById(tx, rollout.workspaceId, rollout.executionId);
  if (execution === null) throw new Error(`there is no execution ${rollout.executionId}`);
  await intendAlias(setting, tx, execution);
}

/** The split that a step of a rollout sets; that from before for -1. */
export function splitOfStep({ before, deployedId, steps }: RolloutRow, step: number): TrafficSplit {
  const percent = steps[step]?.trafficPercent;
  return percent === undefined ? before : splitTowards(before, deployedId, percent);
}
