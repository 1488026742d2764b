import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { type Capability, capabilities } from '#domain/maturity.ts';
import { Refusal } from '#errors.ts';
import { answersLastDays } from '#maturity/rung.ts';
import { addAttestation } from '#store/attestations.ts';
import { appendLedger } from '#store/ledger.ts';
import type { ModelRow } from '#store/models.ts';
import type { AttestForm } from '#views/attest.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { saidOf } from './present-assessment.ts';

interface AttestAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: ModelRow;
}

/** What somebody filled in of a capability. */
export interface FilledAttestation {
  readonly capability: string;
  /** `yes` or `no`. */
  readonly has: string;
  readonly note: string;
}

/** The form, for any listed person. Throws a Refusal for anybody else. */
export async function attestFormOf(
  setting: Setting,
  act: AttestAct & { readonly capability: string | null },
  again: { readonly filled: FilledAttestation; readonly mistakes: readonly string[] } | null = null,
): Promise<AttestForm> {
  listedActor(setting, await actorOf(setting, act));
  const names = await readNames(setting, setting.db);
  const said = await saidOf(setting, setting.db, act.model.modelId);
  return {
    model: act.model.name,
    modelId: act.model.modelId,
    capability: capabilityNamed(again?.filled.capability ?? act.capability ?? ''),
    said: [...said.values()].flat().map(({ capability, has, person, at, note }) => ({
      capability,
      has,
      by: names.of(person),
      at: at.toISOString(),
      note,
    })),
    countsDays: answersLastDays,
    filled: again?.filled ?? { has: '', note: '' },
    mistakes: again?.mistakes ?? [],
  };
}

/** What was attested, and who says otherwise. */
interface Attested {
  readonly capability: Capability;
  readonly has: boolean;
  readonly until: Date;
  /** Names of those whose word, which still counts, is the other. */
  readonly against: readonly string[];
}

/**
 * Records what a named person says of a capability; it counts for 180 days, and their word before it no more. Throws a
 * Refusal for whoever is not listed, and `bad_attestation` for what cannot be recorded.
 */
export async function attest(
  setting: Setting,
  act: AttestAct & { readonly filled: FilledAttestation },
): Promise<Attested> {
  const actor = listedActor(setting, await actorOf(setting, act));
  const { capability, has, note } = soundAttestation(act.filled);
  const model = act.model.modelId;
  const { workspaceId } = setting;
  const at = new Date(setting.now());
  const id = setting.newId();
  await setting.db.transaction(async (tx) => {
    await addAttestation(tx, { id, workspaceId, model, capability, person: actor.person, has, note, at });
    await appendLedger(tx, {
      workspaceId,
      event: 'capability_attested',
      at,
      entry: {
        attestation: id,
        model,
        capability,
        has,
        note: digestOf(note),
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
  const names = await readNames(setting, setting.db);
  const said = (await saidOf(setting, setting.db, model)).get(capability) ?? [];
  return {
    capability,
    has,
    until: new Date(epochMs(setting.now()) + answersLastDays * 86_400_000),
    against: said.filter((one) => one.has !== has).map(({ person }) => names.of(person)),
  };
}

function soundAttestation({ capability: named, has, note }: FilledAttestation) {
  const capability = capabilityNamed(named);
  const mistakes = [
    ...(capability === null ? ['Pick the capability that it is about.'] : []),
    ...(has === 'yes' || has === 'no' ? [] : ['Pick whether it is there.']),
    ...(note.trim().length < 10 ? ['Write where others can see it, in at least ten characters.'] : []),
  ];
  if (capability === null || mistakes.length > 0) throw new Refusal('bad_attestation', mistakes.join(' '));
  return { capability, has: has === 'yes', note: note.trim() };
}

/** The capability of a form's value; null for none. */
export function capabilityNamed(text: string): Capability | null {
  return capabilities.find((one) => one === text) ?? null;
}
