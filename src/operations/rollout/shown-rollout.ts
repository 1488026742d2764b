import type { RolloutRow } from '#store/rollouts.ts';
import type { Rollout } from '#views/rollout.ts';
import type { RequestRow } from '../setting.ts';
import { troubleOf } from '../trouble.ts';

/** How a rollout stands, as its request's card shows it. */
export function shownRollout(row: RequestRow, rollout: RolloutRow): Rollout {
  const step = rollout.steps[rollout.step];
  const forMs = step?.forMs ?? null;
  const nextMs = forMs === null || rollout.stepAt === null ? null : rollout.stepAt.getTime() + forMs;
  const trouble = troubleOf(row);
  return {
    endpoint: nameOf(rollout),
    at: places[rollout.state],
    steps: rollout.steps.map(({ trafficPercent }) => trafficPercent),
    taken: rollout.step + 1,
    since: rollout.stepAt?.toISOString() ?? null,
    nextAt: nextMs === null ? null : new Date(nextMs).toISOString(),
    waitsFor: rollout.waitsFor,
    trouble: trouble === null ? null : { because: trouble.because, nextTryAt: trouble.nextTryAt },
    stopped: rollout.stopped?.because ?? null,
  };
}

const places = {
  deploying: 'deploying',
  shifting: 'moving',
  holding: 'holding',
  finishing: 'finishing',
  done: 'finishing',
  restoring: 'going_back',
  removing: 'removing',
  restored: 'removing',
} as const satisfies Record<RolloutRow['state'], Rollout['at']>;

/** The endpoint as people call it, or by its id before it was read. */
export function nameOf({ endpoint, endpointTitle }: Pick<RolloutRow, 'endpoint' | 'endpointTitle'>): string {
  return endpointTitle ?? endpoint;
}

/** What a rollout that is done left behind, as a sentence; null for none. */
export function rolloutNote(rollout: RolloutRow | null): string | null {
  if (rollout?.state !== 'done') return null;
  const stays =
    rollout.replacedId === null || rollout.retiredAt !== null ? '' : ', and what it replaced stays deployed for a day';
  return `It has all the traffic of ${nameOf(rollout)}${stays}.`;
}
