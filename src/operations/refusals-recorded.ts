import { Refusal } from '#errors.ts';
import { requestById } from '#store/requests.ts';
import { recordHappening } from './ledger-entry.ts';
import type { Setting } from './setting.ts';
import { personOf } from './who.ts';

/** Runs `work`; a Refusal leaves an entry in the ledger before it goes on. */
export async function refusalsRecorded<T>(
  setting: Setting,
  act: { readonly requestId: string; readonly slackUser: string; readonly decision: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await setting.db.transaction(async (tx) => {
      const row = await requestById(tx, setting.workspaceId, act.requestId);
      if (row === null) return;
      await recordHappening(setting, tx, row, {
        event: 'decision_refused',
        actor: {
          person: personOf(setting.playbooks().set.people, act.slackUser),
          slackUser: act.slackUser,
          actingFor: null,
        },
        details: { decision: act.decision, code: error.code },
      });
    });
    throw error;
  }
}
