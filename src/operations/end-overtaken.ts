import type { Executor } from '#store/database.ts';
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
