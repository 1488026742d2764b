import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { changeRequest, type RequestRow, requestById } from '#store/requests.ts';
import { bind } from './judge.ts';
import { holdRequest, type LoadedRequest, verdictOf } from './load-request.ts';
import { refuseUnlessApproved } from './may-decide.ts';
import { filledBy, type Preview } from './preview-vote.ts';
import { requestRollback } from './request-rollback.ts';
import type { Setting } from './setting.ts';
import {
  answered,
  askWhenVerified,
  isAnswered,
  placeOf,
  type TakenBack,
  takenBackOf,
  versionBefore,
} from './taken-back.ts';

/** What taking back an approval of what is carried out comes to. Throws a Refusal if it can come to nothing. */
export function previewTakingBack(setting: Setting, loaded: LoadedRequest, person: string): Preview {
  const { row, policy, facts } = loaded;
  refuseUnlessApproved(loaded, person);
  versionBefore(row);
  const verdict = verdictOf(row);
  return {
    verdict,
    binding: bind(policy, setting.playbooks(), facts),
    code: row.code,
    fingerprints: {},
    findings: {},
    actingFor: null,
    roles: filledBy(verdict, person),
    reasonRequired: true,
    failing: [],
  };
}

/** Notes who took their approval back, in the transaction that recorded it; the way back is asked for once it is verified. */
export async function noteTakenBack(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  by: { readonly slackUser: string; readonly reason: string; readonly voteId: number },
): Promise<RequestRow> {
  const before = takenBackOf(row);
  // What nothing came of is tried again.
  const going = before !== null && before.because === null ? before : null;
  const { slackUser, reason } = going ?? by;
  const votes = [...(before?.votes ?? []), by.voteId];
  const takenBack: TakenBack = { slackUser, reason, votes, request: going?.request ?? null, because: null };
  const changed = await changeRequest(tx, row, { outcome: { ...row.outcome, takenBack } });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  await askWhenVerified(setting, tx, changed);
  return changed;
}

/** Asks for the way back from a promotion of which an approval was taken back; says why in its thread where it cannot be. */
export async function askWayBack(setting: Setting, requestId: string): Promise<void> {
  const row = await requestById(setting.db, setting.workspaceId, requestId);
  const takenBack = row === null ? null : takenBackOf(row);
  if (row === null || takenBack === null || isAnswered(takenBack)) return;
  const { slackUser, reason } = takenBack;
  const ask = { teamId: setting.workspaceId, slackUser, ...placeOf(row), reason, confirmed: row.id };
  try {
    await requestRollback(setting, { ...ask, takenBack: row.id });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await setting.db.transaction(async (tx) => {
      const held = await holdRequest(setting, tx, row.id);
      await answered(setting, tx, held, { request: null, because: error.message });
    });
  }
}
