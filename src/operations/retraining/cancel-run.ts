import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import type { Executor } from '#store/database.ts';
import { wantFollowed } from '#store/run-follows.ts';
import { changeRun, liveRunStates, lockRun, type RunRow } from '#store/runs.ts';
import { type Actor, actorOf, listedActor } from '../actor.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { intendCancel } from './record-run.ts';
import { showRun } from './show-run.ts';

interface CancelAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly run: RunRow;
}

/**
 * Ends a run at somebody's word: whoever asked for it, the model's owner, or a role that may block its playbook. One that
 * is not started yet is not started any more. Throws a Refusal for anybody else, or once it has ended.
 */
export async function cancelRun(setting: Setting, act: CancelAct): Promise<RunRow> {
  const actor = listedActor(setting, await actorOf(setting, act));
  return await setting.db.transaction(async (tx) => {
    const request = await holdRequest(setting, tx, act.run.requestId);
    const run = await lockRun(tx, setting.workspaceId, act.run.id);
    refuseEnded(run);
    refuseStranger(setting, await loadRequest(setting, tx, request), run, actor);
    if (run.cancelAskedAt !== null) return run;
    const asked = { cancelAskedAt: new Date(setting.now()), cancelAskedBy: actor.slackUser };
    const changed = await changeRun(tx, run, asked);
    await recordHappening(setting, tx, request, {
      event: 'run_cancel_asked',
      actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
      details: { run: `T-${run.number}` },
    });
    // One that is being started is cancelled by whoever finds it started, or not started at all.
    if (run.engineId === null) return changed;
    await intendCancel(setting, tx, changed);
    return await showRun(setting, tx, changed);
  });
}

/** Checks whether somebody may end a run before they are asked to confirm it. Throws as `cancelRun`. */
export async function prepareCancel(setting: Setting, act: CancelAct): Promise<void> {
  const actor = listedActor(setting, await actorOf(setting, act));
  refuseEnded(act.run);
  await setting.db.transaction(async (tx) => {
    const request = await holdRequest(setting, tx, act.run.requestId);
    refuseStranger(setting, await loadRequest(setting, tx, request), act.run, actor);
  });
}

/** The engine was asked: it is read again at once. `refused` is why it would not, as a sentence. */
export async function recordCancelSent(
  setting: Setting,
  tx: Executor,
  runId: string,
  refused: string | null,
): Promise<void> {
  const run = await lockRun(tx, setting.workspaceId, runId);
  if (!isLive(run)) return;
  const note =
    refused === null ? { cancelRefused: null } : { cancelAskedAt: null, cancelAskedBy: null, cancelRefused: refused };
  const changed = await changeRun(tx, run, note);
  if (refused !== null) await showRun(setting, tx, changed);
  const now = new Date(setting.now());
  await wantFollowed(tx, setting.workspaceId, run.connection, now);
  await setting.sendJob(tx, 'follow-runs', { connection: run.connection });
}

/** Whether a run can still change. */
export function isLive({ state }: Pick<RunRow, 'state'>): boolean {
  const live: readonly string[] = liveRunStates;
  return live.includes(state);
}

function refuseEnded(run: RunRow): void {
  if (isLive(run)) return;
  const how = run.state === 'not_started' ? 'was never started' : 'has ended';
  throw new Refusal(
    'not_running',
    `T-${run.number} ${how}, so there is nothing to cancel. \`/mlops runs ${run.model}\` shows what is under way.`,
  );
}

function refuseStranger(
  setting: Setting,
  { row, policy, facts }: LoadedRequest,
  run: RunRow,
  actor: Actor & { readonly person: string },
): void {
  const owner = policy.model?.owner ?? null;
  const stops = inRoles(facts, actor.person, policy.block.by, epochMs(setting.now())) === true;
  if (row.requesterPerson === actor.person || owner === actor.person || stops) return;
  const roles =
    policy.block.by.length === 0
      ? ''
      : `, or somebody of ${policy.block.by.map((role) => roleName([role])).join(' or ')}`;
  const owned = owner === null ? '' : `, ${owner} who owns the model`;
  throw new Refusal(
    'may_not_cancel',
    `Only whoever asked for T-${run.number}${owned}${roles} can cancel it. Ask one of them.`,
  );
}
