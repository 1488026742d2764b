import type { Executor } from '#store/database.ts';
import { changeIdle, type IdleRow, idleById, lockIdle } from '#store/idle-findings.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import { actorOf, listedActor, readPeopleAnew } from '../actor.ts';
import { alreadyAnswered, type ClaimsAct, recordClaims } from '../claims/record-claims.ts';
import { showIdle } from '../claims/tell-idle.ts';
import { enterRequest } from '../enter-request.ts';
import { missingPeople } from '../missing-people.ts';
import { readNames } from '../names.ts';
import { needsOf } from '../present-request.ts';
import type { Setting } from '../setting.ts';
import { draftStop } from './draft-stop.ts';
import { stoppable } from './stop-order.ts';

const live: readonly RequestRow['state'][] = ['open', 'approved', 'overridden', 'executing'];

/** What pressing Stop would do: `needs` is who has to agree, null for nobody. */
interface StopPlan {
  readonly playbook: string;
  readonly needs: string | null;
}

/** Its owners have to stop it; `because` says why Countersign must not, null where it cannot or no playbook governs it. */
interface LeftToOwners {
  readonly because: string | null;
}

/**
 * Opens the request to stop something that is left on, unless its owners have to. Throws a Refusal for whoever is not listed, for what is decided otherwise and while another
 * request is under way, and an `UpstreamError` while what serves an endpoint does not answer.
 */
export async function requestStop(setting: Setting, act: ClaimsAct): Promise<RequestRow | LeftToOwners> {
  const requester = listedActor(setting, await actorOf(setting, act));
  const seen = await idleById(setting.db, setting.workspaceId, act.id);
  const what = seen === null ? null : await stoppable(setting, seen);
  if (what === null || 'barred' in what) return { because: what?.barred ?? null };
  await readPeopleAnew(setting);
  return await setting.db.transaction(async (tx) => {
    const row = await lockIdle(tx, setting.workspaceId, act.id);
    if (row === null) return { because: null };
    await refuseDecided(setting, tx, row);
    const drafted = await draftStop(setting, tx, { what, requester, reason: row.evidence });
    if (drafted === null) return { because: null };
    const { order, model } = what;
    const decided = { decidedAt: new Date(setting.now()), decidedBy: requester.person };
    await changeIdle(tx, row, { ...decided, state: 'open', day: null, requestId: drafted.id });
    await showIdle(setting, tx, row);
    const request = await enterRequest(setting, tx, {
      ...drafted,
      action: 'stop',
      registry: order.source,
      model,
      modelName: order.name,
      version: '',
      target: order.resource,
      reason: row.evidence,
      requester,
      stop: order,
      details: { stop: { ...order } },
    });
    await recordClaims(setting, tx, 'idle_decided', requester, {
      idle: row.id,
      decision: 'request',
      request: request.id,
    });
    return request;
  });
}

/** What the form says before anything is asked for. Throws as `requestStop` does. */
export async function stopPreview(setting: Setting, act: ClaimsAct): Promise<StopPlan | LeftToOwners> {
  const requester = listedActor(setting, await actorOf(setting, act));
  const row = await idleById(setting.db, setting.workspaceId, act.id);
  if (row === null) return { because: null };
  await refuseDecided(setting, setting.db, row);
  const what = await stoppable(setting, row);
  if (what === null || 'barred' in what) return { because: what?.barred ?? null };
  await readPeopleAnew(setting);
  const drafted = await draftStop(setting, setting.db, { what, requester, reason: row.evidence });
  if (drafted === null) return { because: null };
  const { verdict } = drafted.judged;
  const playbook = drafted.policy.name;
  if (verdict.status === 'approved') return { playbook, needs: null };
  return { playbook, needs: missingPeople(needsOf(verdict, await readNames(setting, setting.db))) };
}

async function refuseDecided(setting: Setting, tx: Executor, row: IdleRow): Promise<void> {
  if (row.endedAt !== null) return alreadyAnswered('It is used again or gone since, so there is nothing to decide.');
  if (row.state === 'stopping' || row.state === 'stopped') {
    return alreadyAnswered('That was decided already. Its card shows by whom.');
  }
  const request = await liveRequestOf(setting, tx, row);
  if (request === null) return;
  alreadyAnswered(`R-${request.number} asks to stop it already. Look at it with \`/mlops show R-${request.number}\`.`);
}

/** The request that would stop it, as long as that can still come to anything. */
async function liveRequestOf(setting: Setting, db: Executor, row: IdleRow): Promise<RequestRow | null> {
  const request = row.requestId === null ? null : await requestById(db, setting.workspaceId, row.requestId);
  return request !== null && live.includes(request.state) ? request : null;
}
