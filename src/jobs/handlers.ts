import type { Chat } from '#domain/chat.ts';
import { askPeople } from '#operations/asking/ask-people.ts';
import { lookAtUseCases } from '#operations/assess/look-at-use-cases.ts';
import { checkObligation } from '#operations/check-obligation.ts';
import { findIdle } from '#operations/claims/find-idle.ts';
import { judgeCosts } from '#operations/cost/judge-costs.ts';
import { rollUp } from '#operations/cost/roll-up.ts';
import { watchHours } from '#operations/cost/watch-hours.ts';
import { reportWeek } from '#operations/cost/weekly-reports.ts';
import { sweepDigests, tellDigests } from '#operations/digest/tell-digests.ts';
import { judgeDrift } from '#operations/drift/judge-model.ts';
import { pollDrift } from '#operations/drift/poll-monitor.ts';
import { retryDriftReports } from '#operations/drift/retry-reports.ts';
import { takeDriftReports } from '#operations/drift/take-reports.ts';
import { runDrill, type SendDrill } from '#operations/drills/run-drill.ts';
import { freshSetting } from '#operations/fresh-setting.ts';
import { publishHome, publishHomes } from '#operations/home/publish-home.ts';
import { recordWeek } from '#operations/maturity/record-week.ts';
import { verifyAgain } from '#operations/record-execution.ts';
import { refreshRequests } from '#operations/refresh-requests.ts';
import { finishRun } from '#operations/retraining/finish-run.ts';
import { followRuns } from '#operations/retraining/follow-runs.ts';
import { takeRunEvent } from '#operations/retraining/take-run-event.ts';
import { groupSweepMs, readUserGroups } from '#operations/roles/read-user-groups.ts';
import { continueRollout } from '#operations/rollout/continue-rollout.ts';
import { lookOutside } from '#operations/sentinel/look-outside.ts';
import type { Jobs, Setting } from '#operations/setting.ts';
import { settleRequest } from '#operations/settle-request.ts';
import { drawSpotCheck } from '#operations/spot-checks/draw-spot-check.ts';
import { startExecution } from '#operations/start-execution.ts';
import { syncModels } from '#operations/sync-models.ts';
import { askWayBack } from '#operations/take-back.ts';
import { readUsage } from '#operations/usage/read-usage.ts';
import { homeTab } from '#views/home.ts';
import { type EffectClock, type EffectLimits, effectLimits, systemEffectClock } from './effect-performer.ts';
import { performersOf } from './effects/index.ts';
import { performEffect } from './perform-effect.ts';
import type { Handlers, Queue } from './queue.ts';

/** The queues, by the names of `Jobs`. */
export const jobNames = [
  'perform-effect',
  'promote-candidate',
  'ask-way-back',
  'settle-request',
  'ask-people',
  'check-obligation',
  'continue-rollout',
  'verify-again',
  'read-registry',
  'look-outside',
  'follow-runs',
  'take-run-event',
  'finish-run',
  'take-drift-reports',
  'retry-drift-reports',
  'poll-drift',
  'judge-drift',
  'run-drill',
  'read-costs',
  'judge-costs',
  'look-at-use-cases',
  'draw-spot-check',
  'report-costs',
  'watch-hours',
  'read-usage',
  'find-idle',
  'record-maturity',
  'tell-digests',
  'read-user-groups',
  'publish-homes',
  'publish-home',
] as const satisfies readonly (keyof Jobs)[];

/** Jobs that are about the whole of something, so that there is one at a time. */
export const calmJobs = [
  'retry-drift-reports',
  'judge-costs',
  'look-at-use-cases',
  'draw-spot-check',
  'report-costs',
  'find-idle',
  'record-maturity',
  'tell-digests',
  'read-user-groups',
  'publish-homes',
] as const satisfies readonly (typeof jobNames)[number][];

export interface Worker {
  readonly sendDrill: SendDrill;
  readonly setting: Setting;
  readonly chat: Chat;
  readonly queue: Queue<Jobs>;
  readonly limits?: EffectLimits;
  readonly clock?: EffectClock;
}

/** What each job does. A job that is not done yet sends itself again; only broken code and lost systems throw. */
export function jobHandlers({ setting, chat, queue, limits, clock, sendDrill }: Worker): Handlers<Jobs> {
  const performers = new Map(performersOf(setting, chat).map((performer) => [performer.kind, performer]));
  const world = {
    db: setting.db,
    queue,
    performers,
    limits: limits ?? effectLimits,
    clock: clock ?? systemEffectClock,
  };
  const fresh = () => freshSetting(setting);
  return {
    'perform-effect': async ({ effectId }) => {
      // What is rendered names people and roles as the set in force has them.
      await setting.refreshPlaybooks();
      await performEffect(world, effectId);
    },
    'promote-candidate': async ({ requestId }) => {
      const outcome = await startExecution(await fresh(), requestId);
      if (!outcome.done)
        await setting.sendJob(setting.db, 'promote-candidate', { requestId }, { afterMs: outcome.afterMs });
    },
    'ask-way-back': async ({ requestId }) => askWayBack(await fresh(), requestId),
    'settle-request': async ({ requestId }) => settleRequest(await fresh(), requestId),
    'ask-people': async ({ requestId }) => askPeople(await fresh(), requestId),
    'check-obligation': async ({ obligationId }) => checkObligation(await fresh(), obligationId),
    'continue-rollout': async ({ executionId }) => continueRollout(await fresh(), executionId),
    'verify-again': async ({ executionId }) => verifyAgain(await fresh(), executionId),
    'read-registry': async ({ registry: id, modelName }) => {
      const registry = setting.registries.get(id);
      if (registry === undefined) return;
      if (modelName !== null) return await refreshRequests(await fresh(), registry, modelName);
      const { done } = await syncModels(await fresh(), registry);
      if (!done) await setting.sendJob(setting.db, 'read-registry', { registry: id, modelName });
    },
    'look-outside': async ({ registry: id, modelName }) => {
      const registry = setting.registries.get(id);
      if (registry === undefined) return;
      const { laterMs } = await lookOutside(await fresh(), registry, modelName);
      if (laterMs !== null) {
        await setting.sendJob(setting.db, 'look-outside', { registry: id, modelName }, { afterMs: laterMs });
      }
    },
    'follow-runs': async ({ connection }) => followRuns(await fresh(), connection),
    'take-run-event': async (event) => takeRunEvent(await fresh(), event),
    'take-drift-reports': async ({ connection }) => takeDriftReports(await fresh(), connection),
    'retry-drift-reports': async () => retryDriftReports(await fresh()),
    'poll-drift': async ({ connection }) => pollDrift(await fresh(), connection),
    'run-drill': async ({ drillId }) => runDrill(await fresh(), sendDrill, drillId),
    'judge-drift': async (model) => judgeDrift(await fresh(), model),
    'finish-run': async ({ runId }) => finishRun(await fresh(), runId),
    'read-costs': async ({ source }) => {
      await rollUp(await fresh(), source);
      // What waited for this bill does not wait for the bell too.
      await sweepDigests(setting);
    },
    'report-costs': async ({ week }) => reportWeek(await fresh(), week),
    'look-at-use-cases': async () => lookAtUseCases(await fresh()),
    'draw-spot-check': async ({ week }) => drawSpotCheck(await fresh(), week),
    'record-maturity': async ({ week }) => recordWeek(await fresh(), week),
    'judge-costs': async () => judgeCosts(await fresh()),
    'watch-hours': async ({ source }) => watchHours(await fresh(), source),
    'read-usage': async ({ source }) => readUsage(await fresh(), source),
    'find-idle': async () => findIdle(await fresh()),
    'read-user-groups': async () => readUserGroups(await fresh(), groupSweepMs),
    'tell-digests': async () => tellDigests(await fresh()),
    'publish-homes': async () => publishHomes(setting),
    'publish-home': async ({ slackUser }) =>
      publishHome(await fresh(), slackUser, (home) => chat.publishHome(slackUser, homeTab(home).blocks)),
  };
}
