import type { ServingEndpoint } from '#domain/endpoint.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import { sameSplit } from '#domain/traffic-split.ts';
import { Refusal } from '#errors.ts';
import { judgeStep } from '#playbook/evaluate/judge-step.ts';
import type { Facts } from '#playbook/facts.ts';
import type { Executor } from '#store/database.ts';
import type { RolloutRow } from '#store/rollouts.ts';
import { showCard } from '../apply-judgement.ts';
import { freshSetting } from '../fresh-setting.ts';
import { votesFrom } from '../judge.ts';
import { loadRequest, verdictOf } from '../load-request.ts';
import { championVersionIn, type RegistryFacts } from '../registry-facts.ts';
import { candidateFacts } from '../request-promotion.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { filesRecorded } from '../version-weights.ts';
import { splitOfStep, startStep } from './advance-rollout.ts';
import { aliasMoved, changedByOthers } from './changed-by-others.ts';
import { endpointsOf } from './endpoints-of.ts';
import { goBack, stopFor } from './go-back.ts';
import { calmRequest, holdRollout, isDue, lookAgain, lookEveryMs } from './hold-rollout.ts';
import { liveValues } from './live-values.ts';

/** What was read for a step, before anything is held; no facts where the registry has no such version any more. */
interface Seen {
  readonly registry: ModelRegistry;
  readonly facts: RegistryFacts | null;
  readonly live: Facts['live'];
  readonly endpoint: ServingEndpoint | null;
}

/**
 * Looks whether the next step of a rollout may start on what the registry and the endpoint say now, and goes on, waits or
 * goes back. Throws `UpstreamError`.
 */
export async function lookAtStep(setting: Setting, rollout: RolloutRow, request: RequestRow): Promise<void> {
  const endpoints = endpointsOf(setting, request);
  const registry = setting.registries.get(request.registry);
  if (registry === undefined) throw new Error(`${request.registry} serves models and is no registry`);
  const since = (rollout.stepAt ?? rollout.startedAt).toISOString();
  const seen = {
    registry,
    facts: await factsIfThere(setting, registry, request),
    live: await liveValues(registry, request, since),
    endpoint: await endpoints.getEndpoint(rollout.endpoint),
  };
  const fresh = await freshSetting(setting);
  await setting.db.transaction(async (tx) => await judgeHeldStep(fresh, tx, rollout, seen));
}

async function factsIfThere(
  setting: Setting,
  registry: ModelRegistry,
  request: RequestRow,
): Promise<RegistryFacts | null> {
  const { model: modelId, modelName: name, version, target } = request;
  try {
    const files = await filesRecorded(setting, request, 'not anew');
    return await candidateFacts(setting, registry, { modelId, name }, version, target, files);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no_such_version') return null;
    throw error;
  }
}

async function judgeHeldStep(setting: Setting, tx: Executor, looked: RolloutRow, seen: Seen): Promise<void> {
  const { rollout, request: held } = await holdRollout(setting, tx, looked.executionId);
  if (rollout.state !== 'holding' || rollout.step !== looked.step || !isDue(setting, rollout)) return;
  const request = await calmRequest(tx, held);
  const verdict = overtaken(rollout, request, seen) ?? (await verdictOn(setting, tx, rollout, request, seen));
  if (verdict.go === 'stop') {
    return await goBack(setting, tx, await stopFor(setting, tx, rollout, { because: verdict.because, by: null }));
  }
  const step = rollout.steps[rollout.step];
  const now = Date.parse(setting.now());
  const leftMs = (rollout.stepAt?.getTime() ?? now) + (step?.forMs ?? 0) - now;
  const waitsFor = leftMs <= 0 && verdict.go === 'wait' ? verdict.because : null;
  if (leftMs > 0) await lookAgain(setting, tx, rollout, Math.min(lookEveryMs.step, leftMs), waitsFor);
  else if (verdict.go === 'wait') await lookAgain(setting, tx, rollout, lookEveryMs.step, waitsFor);
  else await startStep(setting, tx, rollout, rollout.step + 1);
  const same = waitsFor === rollout.waitsFor && (leftMs > 0 || verdict.go === 'wait');
  if (!same || request !== held) await showCard(setting, tx, request);
}

/** Why it goes back whatever the playbook says; null if nobody changed what it rests on. */
function overtaken(
  rollout: RolloutRow,
  request: RequestRow,
  { registry, facts, endpoint }: Seen,
): { readonly go: 'stop'; readonly because: string } | null {
  const stop = (because: string) => ({ go: 'stop', because }) as const;
  if (facts === null) return stop(`${registry.title} has no v${request.version} of ${request.model} any more.`);
  const champion = championVersionIn(facts);
  if (champion !== request.championVersion) return stop(aliasMoved(request.target, champion));
  if (endpoint === null) return stop(`There is no endpoint ${rollout.endpoint} any more.`);
  if (!sameSplit(endpoint.traffic, splitOfStep(rollout, rollout.step))) return stop(changedByOthers(endpoint));
  return null;
}

async function verdictOn(
  setting: Setting,
  tx: Executor,
  rollout: RolloutRow,
  request: RequestRow,
  { facts: fresh, live }: Seen,
): Promise<ReturnType<typeof judgeStep>> {
  const step = rollout.steps[rollout.step];
  const { policy, facts, votes } = await loadRequest(setting, tx, request, fresh ?? undefined);
  if (facts.subject.digest !== request.subjectDigest) {
    const because = `v${request.version} is no longer what was approved: its parts in the registry have changed.`;
    return { go: 'stop', because };
  }
  const as = verdictOf(request).status === 'overridden' ? 'overridden' : 'approved';
  const given = { facts: { ...facts, live }, votes: votesFrom(votes), as } as const;
  const verdict = judgeStep(policy, step?.stopIf ?? null, given, setting.now());
  if (verdict.go !== 'stop') return verdict;
  const because = `Stopped at ${step?.trafficPercent ?? 0}% of the traffic, as the playbook says: ${verdict.because}`;
  return { go: 'stop', because };
}
