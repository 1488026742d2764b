import { digestOf } from '#domain/digest.ts';
import { Refusal } from '#errors.ts';
import { answersLastDays } from '#maturity/rung.ts';
import { addAttestation } from '#store/attestations.ts';
import { appendLedger } from '#store/ledger.ts';
import { answerSpotCheck, type SpotCheckRow, spotCheckById } from '#store/spot-checks.ts';
import type { SpotCheckForm } from '#views/spot-check.ts';
import { actorOf, listedActor } from '../actor.ts';
import { nameOf } from '../assess/present-assessment.ts';
import { refuseUnlessAssessor } from '../assess/who-may-assess.ts';
import { readRowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { showSpotCheck } from './present-spot-check.ts';

interface Press {
  readonly teamId: string;
  readonly slackUser: string;
  readonly press: string;
}

/** What somebody filled in: `yes`, `no` or nothing, and where others can see it. */
type Filled = SpotCheckForm['filled'];

/** The form, for whoever may answer for the model. Throws a Refusal for others, and where it was answered. */
export async function spotCheckFormOf(
  setting: Setting,
  act: Press,
  again: { readonly filled: Filled; readonly mistakes: readonly string[] } | null = null,
): Promise<SpotCheckForm> {
  const { row } = await answering(setting, act);
  return {
    model: await nameOf(setting, row.model),
    capability: row.capability,
    press: act.press,
    countsDays: answersLastDays,
    filled: again?.filled ?? { shown: '', note: '' },
    mistakes: again?.mistakes ?? [],
  };
}

/**
 * Records what somebody who may answer for the model shows, or that it is not there, as their word on the capability.
 * Throws a Refusal for others and where it was answered, and `bad_spot_check` for what cannot be recorded.
 */
export async function answerCheck(setting: Setting, act: Press & { readonly filled: Filled }): Promise<void> {
  const { row, actor } = await answering(setting, act);
  const { shown, note } = sound(act.filled);
  const { workspaceId } = setting;
  const { id, model, capability } = row;
  const at = new Date(setting.now());
  await setting.db.transaction(async (tx) => {
    const answer = { answeredAt: at, answeredBy: actor.person, shown, note };
    if (!(await answerSpotCheck(tx, row, answer))) throw answeredAlready();
    const attestation = setting.newId();
    await addAttestation(tx, {
      id: attestation,
      workspaceId,
      model,
      capability,
      person: actor.person,
      has: shown,
      note,
      at,
    });
    await showSpotCheck(setting, tx, row);
    await appendLedger(tx, {
      workspaceId,
      event: 'spot_check_answered',
      at,
      entry: {
        check: id,
        attestation,
        model,
        capability,
        shown,
        note: digestOf(note),
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
}

async function answering(setting: Setting, act: Press) {
  const actor = listedActor(setting, await actorOf(setting, act));
  const row: SpotCheckRow | null = await spotCheckById(
    setting.db,
    setting.workspaceId,
    readRowPress(setting, 'spot-check', act.press),
  );
  if (row === null || row.answeredAt !== null) throw answeredAlready();
  await refuseUnlessAssessor(setting, row.model, actor.person, await readNames(setting, setting.db));
  return { row, actor };
}

function sound({ shown, note }: Filled) {
  const mistakes = [
    ...(shown === 'yes' || shown === 'no' ? [] : ['Pick whether it is there.']),
    ...(note.trim().length < 10 ? ['Write where others can see it, in at least ten characters.'] : []),
  ];
  if (mistakes.length > 0) throw new Refusal('bad_spot_check', mistakes.join(' '));
  return { shown: shown === 'yes', note: note.trim() };
}

function answeredAlready(): Refusal {
  return new Refusal('answered', 'This was answered already. The message says what was said.');
}
