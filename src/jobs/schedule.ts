import cron from 'node-cron';
import { sweepAsks } from '#operations/asking/ask-people.ts';
import { sweepWaivers } from '#operations/assess/end-waiver.ts';
import { sweepGlassReviews } from '#operations/break-glass/glass-review.ts';
import { sweepObligations } from '#operations/check-obligation.ts';
import { sweepCosts } from '#operations/cost/roll-up.ts';
import { sweepHours } from '#operations/cost/watch-hours.ts';
import { sweepReports } from '#operations/cost/weekly-reports.ts';
import { sweepCriteria } from '#operations/criteria/end-criteria.ts';
import { sweepDelegations } from '#operations/delegations/end-delegation.ts';
import { sweepDigests } from '#operations/digest/tell-digests.ts';
import { sweepDrift } from '#operations/drift/sweep-drift.ts';
import { sweepDrills } from '#operations/drills/sweep-drills.ts';
import { signCheckpoints } from '#operations/ledger/sign-checkpoint.ts';
import { sweepMaturity } from '#operations/maturity/record-week.ts';
import { weekLookout } from '#operations/maturity/week-lookout.ts';
import { refreshLiveRequests } from '#operations/refresh-live-requests.ts';
import { sweepRuns } from '#operations/retraining/follow-runs.ts';
import { sweepUserGroups } from '#operations/roles/read-user-groups.ts';
import { sweepRollouts } from '#operations/rollout/continue-rollout.ts';
import { sweepReplaced } from '#operations/rollout/retire-replaced.ts';
import { sweepReviews } from '#operations/sampled-review.ts';
import type { Jobs, Setting } from '#operations/setting.ts';
import { sweepRequests } from '#operations/settle-request.ts';
import { forgetHooks } from '#operations/take-hook.ts';
import { forgetInteractions } from '#operations/take-interaction.ts';
import { sweepUsage } from '#operations/usage/read-usage.ts';
import { overdueEffects } from '#store/effects.ts';
import { sweepEffects } from './perform-effect.ts';
import type { Queue } from './queue.ts';

export interface Schedule {
  /** Looks now for what is due. */
  readonly tick: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Who hears of what the bell found wrong. */
interface Listener {
  readonly onError: (error: unknown) => void;
  /** There are more effects now that have been open for more than five minutes. */
  readonly onOverdue: (count: number) => void;
}

/** Time between two readings of every registry, in milliseconds. */
const readEveryMs = 300_000;

/**
 * Rings every minute and, should the wall clock stand wrong, every 30 s of the monotonic one. The bell only looks for
 * what is due in the rows; any number of workers may ring, because each job exists once.
 */
export function startSchedule(setting: Setting, queue: Queue<Jobs>, hear: Listener): Schedule {
  let readAt = Number.NEGATIVE_INFINITY;
  let overdueBefore = 0;
  const lookForWeek = weekLookout(setting);
  let running: Promise<void> | null = null;
  const tick = async () => {
    await setting.refreshPlaybooks();
    await sweepEffects({ db: setting.db, queue });
    const overdue = await overdueEffects(setting.db, 300_000);
    if (overdue.length > overdueBefore) hear.onOverdue(overdue.length);
    overdueBefore = overdue.length;
    await sweepRequests(setting);
    await sweepAsks(setting);
    await sweepObligations(setting);
    await sweepReviews(setting);
    await sweepGlassReviews(setting);
    await sweepCriteria(setting);
    await sweepRollouts(setting);
    await sweepReplaced(setting);
    await sweepRuns(setting);
    await signCheckpoints(setting);
    await sweepDrift(setting);
    await sweepDrills(setting);
    await sweepCosts(setting);
    await sweepReports(setting);
    await sweepUsage(setting);
    await sweepMaturity(setting);
    await sweepWaivers(setting);
    await sweepDelegations(setting);
    await sweepHours(setting);
    await sweepDigests(setting);
    await sweepUserGroups(setting);
    await lookForWeek();
    await forgetInteractions(setting);
    await forgetHooks(setting);
    if (performance.now() - readAt < readEveryMs) return;
    readAt = performance.now();
    for (const registry of setting.registries.keys()) {
      await setting.sendJob(setting.db, 'read-registry', { registry, modelName: null });
    }
    await refreshLiveRequests(setting);
    await setting.sendJob(setting.db, 'publish-homes', { requestId: null }, { priority: -1 });
  };
  const ring = () => {
    running ??= tick()
      .catch(hear.onError)
      .finally(() => {
        running = null;
      });
  };
  const bell = cron.schedule('* * * * *', ring, { noOverlap: true });
  const timer = setInterval(ring, 30_000);
  ring();
  return {
    tick,
    stop: async () => {
      clearInterval(timer);
      await bell.destroy();
      await running;
    },
  };
}
