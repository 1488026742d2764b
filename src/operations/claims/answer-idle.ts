import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { changeIdle, type IdleRow, lockIdle } from '#store/idle-findings.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { alreadyAnswered, type ClaimsAct, listedIn, recordClaims } from './record-claims.ts';
import { idleKey, showIdle } from './tell-idle.ts';

const keptDays = 7;

type Decision = 'stop' | 'stopped' | 'keep' | 'not_mine';

/** In which states each may be said. */
const sayable: Readonly<Record<Decision, readonly IdleRow['state'][]>> = {
  stop: ['open', 'kept'],
  stopped: ['stopping'],
  keep: ['open'],
  not_mine: ['open'],
};

/**
 * Records what somebody decided about a thing that is left on. `stop` asks its owners to stop it, for Countersign
 * cannot or must not, which `because` says why. `stopped` is their word, which the next days' usage confirms or not. Throws a Refusal
 * for whoever is not listed, and for what was decided otherwise.
 */
export async function decideIdle(
  setting: Setting,
  act: ClaimsAct & { readonly decision: Decision; readonly because?: string | null },
): Promise<void> {
  const { decision, because = null } = act;
  const actor = await listedIn(setting, act);
  await setting.db.transaction(async (tx) => {
    const row = await lockIdle(tx, setting.workspaceId, act.id);
    refuseUnlessSayable(row, decision);
    if (decision === 'not_mine' && row.notTheirs.includes(actor.person)) return;
    const explained = decision === 'stop' && because !== null ? { barred: because } : {};
    await changeIdle(tx, row, { ...changeFor(setting, row, decision, actor.person), ...explained });
    await showIdle(setting, tx, row);
    if (decision === 'stop' || decision === 'stopped') await showStop(setting, tx, row, because);
    await recordClaims(setting, tx, 'idle_decided', actor, { idle: row.id, decision });
  });
}

function refuseUnlessSayable(row: IdleRow | null, decision: Decision): asserts row is IdleRow {
  if (row === null) {
    throw new Refusal('no_such_question', 'This is not known here. The newest message about it has its buttons.');
  }
  if (row.endedAt !== null) alreadyAnswered('It is used again or gone since, so there is nothing to decide.');
  if (!sayable[decision].includes(row.state)) alreadyAnswered(hindrances[row.state]);
}

const hindrances: Readonly<Record<IdleRow['state'], string>> = {
  open: 'Nobody has asked to stop it yet. Press “Stop…” on its card.',
  kept: 'Somebody keeps it for some days; its card says until when. It is asked about again afterwards.',
  stopping: 'Its owners were asked to stop it. Its card shows by whom.',
  stopped: 'Somebody said that it is stopped. If it is seen in use of money again, it is asked about again.',
};

function changeFor(
  setting: Setting,
  row: IdleRow,
  decision: Decision,
  person: string,
): Parameters<typeof changeIdle>[2] {
  if (decision === 'not_mine') return { notTheirs: [...row.notTheirs, person] };
  const decided = { decidedAt: new Date(setting.now()), decidedBy: person };
  switch (decision) {
    case 'keep':
      return { ...decided, state: 'kept', day: reportingDay(setting, keptDays) };
    case 'stop':
      return { ...decided, state: 'stopping', day: null };
    case 'stopped':
      return { ...decided, state: 'stopped', day: reportingDay(setting) };
  }
}

/** What its owners are asked to do, below its card. */
async function showStop(setting: Setting, tx: Executor, row: IdleRow, because: string | null): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.idle(row.id, `stop:${row.askedAt.getTime()}`),
    channel: row.channel,
    threadKey: idleKey(row),
    content: { view: 'idle-stop', idleId: row.id, ...(because !== null && { because }) },
  });
}
