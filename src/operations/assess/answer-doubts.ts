import { digestOf } from '#domain/digest.ts';
import { Refusal } from '#errors.ts';
import { answerDoubts, type DoubtRow, doubtsOfAsk } from '#store/characteristic-doubts.ts';
import { appendLedger } from '#store/ledger.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readRowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { showDoubts } from './present-doubts.ts';
import { refuseUnlessAssessor } from './who-may-assess.ts';

/** The model that a message asks about. Throws a Refusal where that was answered. */
export async function doubtedModel(setting: Setting, press: string): Promise<string> {
  return (await openDoubt(setting, press)).model;
}

/**
 * Records why a use case is as it was said, although its records look otherwise; nobody is asked about this again.
 * Throws a Refusal for whoever may not answer for the model, without a reason, and where it was answered.
 */
export async function explainDoubts(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly press: string; readonly reason: string },
): Promise<void> {
  const actor = listedActor(setting, await actorOf(setting, act));
  const explanation = act.reason.trim();
  if (explanation === '') throw new Refusal('no_reason', 'Write why, so that others can read it later.');
  const doubt = await openDoubt(setting, act.press);
  const names = await readNames(setting, setting.db);
  await refuseUnlessAssessor(setting, doubt.model, actor.person, names);
  const at = new Date(setting.now());
  const { workspaceId } = setting;
  await setting.db.transaction(async (tx) => {
    const of = { workspaceId, model: doubt.model, askId: doubt.askId };
    const answered = await answerDoubts(tx, of, { answeredAt: at, answeredBy: actor.person, explanation });
    if (answered.length === 0) throw answeredAlready();
    await showDoubts(setting, tx, doubt);
    await appendLedger(tx, {
      workspaceId,
      event: 'use_case_explained',
      at,
      entry: {
        ask: doubt.askId,
        model: doubt.model,
        reason: digestOf(explanation),
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
}

async function openDoubt(setting: Setting, press: string): Promise<DoubtRow> {
  const rows = await doubtsOfAsk(setting.db, setting.workspaceId, readRowPress(setting, 'doubt', press));
  const open = rows.find(({ answeredAt }) => answeredAt === null);
  if (open === undefined) throw answeredAlready();
  return open;
}

function answeredAlready(): Refusal {
  return new Refusal(
    'answered',
    'This was answered already. `/mlops assess` with the model shows what is said of it now.',
  );
}
