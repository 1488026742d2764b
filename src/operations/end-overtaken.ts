import type { Executor } from '#store/database.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { changeRequest, type RequestRow } from '#store/requests.ts';
import { showCard, tellRequester } from './apply-judgement.ts';
import { recordHappening } from './ledger-entry.ts';
import type { Setting } from './setting.ts';

/** What the registry made of a request: a sentence, and the version that holds the target now. */
export interface Overtaken {
  readonly because: string;
  readonly holds: string | null;
}

/** Ends a request that what the registry holds has made pointless. Part of the transaction that holds the row. */
export async function endOvertaken(setting: Setting, tx: Executor, row: RequestRow, by: Overtaken): Promise<void> {
  const outcome = { because: by.because, holds: by.holds };
  const changed = await changeRequest(tx, row, { state: 'superseded', settledAt: new Date(setting.now()), outcome });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  await recordHappening(setting, tx, changed, { event: 'request_superseded', details: { because: by.because } });
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
}

/** Ends a request whose target somebody else moved: what they did is not overwritten, and the card says what it is. */
export async function endInConflict(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  found: string | null,
): Promise<void> {
  const outcome = { conflict: { expected: row.championVersion, found } };
  const changed = await changeRequest(tx, row, { state: 'failed', settledAt: new Date(setting.now()), outcome });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  await recordHappening(setting, tx, changed, { event: 'alias_conflict', details: outcome });
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
}

/** Whether somebody else gave the target to this champion: it is not what our own last change left there. */
export async function movedByOthers(tx: Executor, row: RequestRow, champion: string | null): Promise<boolean> {
  if (champion === row.championVersion) return false;
  const [last] = await verifiedExecutions(tx, row, 1);
  return last === undefined || last.version !== champion;
}

/** Why a request ends whose version is no longer made of what was shown. */
export function partsChanged(row: RequestRow, champion: string | null): Overtaken {
  const because = `v${row.version} is no longer what was asked for: its parts in the registry have changed.`;
  return { because, holds: champion };
}

/** Why a request ends whose version the registry no longer has. */
export function versionGone(row: RequestRow): Overtaken {
  return {
    because: `v${row.version} of ${row.modelName} is no longer in the registry.`,
    holds: row.championVersion,
  };
}

/** Why a request ends whose version somebody else gave the target to. */
export function alreadyThere(row: RequestRow): Overtaken {
  return { because: `Somebody else made v${row.version} ${row.target}.`, holds: row.version };
}

/** Why a request to go back ends that would take the target from another version than the one it was asked about. */
export function nothingToUndo(row: RequestRow, champion: string | null): Overtaken {
  return {
    because: `${holderNow(row, champion)}, and this was to go back from v${row.championVersion}.`,
    holds: champion,
  };
}

/** What holds the target of a request now, as the beginning of a sentence. */
export function holderNow(row: Pick<RequestRow, 'target'>, champion: string | null): string {
  return champion === null ? `Nothing is ${row.target} any more` : `v${champion} is ${row.target} now`;
}
