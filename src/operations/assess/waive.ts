import { capabilityName } from '#domain/capability-name.ts';
import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import { appendLedger } from '#store/ledger.ts';
import type { ModelRow } from '#store/models.ts';
import { addWaiver, openWaivers } from '#store/waivers.ts';
import type { WaiveForm } from '#views/waiver.ts';
import { actorOf, listedActor } from '../actor.ts';
import { inOneOf, ownersOf } from '../drift-answers/who-may-answer.ts';
import type { Setting } from '../setting.ts';
import { capabilityNamed } from './attest.ts';
import { needsInForce } from './present-assessment.ts';
import { channelOfModel, showWaiver, waiverOwner } from './present-waiver.ts';

/** For how many days a need may be waived. */
const waivedDays: readonly number[] = [30, 90, 180];

interface WaiveAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: ModelRow;
}

/** What somebody filled in of a waiver. */
export interface FilledWaiver {
  readonly capability: string;
  readonly days: string;
  readonly reason: string;
}

/** The form, for whoever may waive. Throws a Refusal for others, and where nothing is left to waive. */
export async function waiveFormOf(
  setting: Setting,
  act: WaiveAct,
  again: { readonly filled: FilledWaiver; readonly mistakes: readonly string[] } | null = null,
): Promise<WaiveForm> {
  const { modelId, name } = act.model;
  await refuseUnlessWaiver(setting, act, modelId);
  const needs = await needsInForce(setting, setting.db, modelId);
  const open = await openWaivers(setting.db, setting.workspaceId, [modelId]);
  const left = [...(needs?.needed.keys() ?? [])].filter((one) => !open.some(({ capability }) => capability === one));
  if (left.length === 0) {
    throw new Refusal(
      'nothing_to_waive',
      `${name} has no need that could be waived. \`/mlops assess ${name}\` shows why.`,
    );
  }
  return {
    model: name,
    modelId,
    needs: left,
    days: waivedDays,
    filled: again?.filled ?? { capability: '', days: '90', reason: '' },
    mistakes: again?.mistakes ?? [],
  };
}

/**
 * Waives a need of a model until an end: for whoever is in the role that owns capabilities.yaml (org.yaml where there is
 * none) and does not own the model. Everybody sees it, and that it ends. Throws a Refusal, `bad_waiver` for what cannot
 * be recorded.
 */
export async function waiveNeed(setting: Setting, act: WaiveAct & { readonly filled: FilledWaiver }): Promise<void> {
  const model = act.model.modelId;
  const actor = await refuseUnlessWaiver(setting, act, model);
  const { capability, days, reason } = soundWaiver(act.filled);
  const { workspaceId } = setting;
  const now = new Date(setting.now());
  const row = {
    id: setting.newId(),
    workspaceId,
    model,
    capability,
    reason,
    approver: actor.person,
    channel: channelOfModel(setting, model),
    grantedAt: now,
    expiresAt: new Date(epochMs(setting.now()) + days * 86_400_000),
  };
  await setting.db.transaction(async (tx) => {
    const needs = await needsInForce(setting, tx, model);
    if (needs?.needed.has(capability) !== true) {
      const what = capabilityName(capability);
      throw new Refusal('not_needed', `${act.model.name} does not need ${what}, so there is nothing to waive.`);
    }
    if (!(await addWaiver(tx, row))) {
      throw new Refusal('waived_already', 'This need is waived already. Its message says until when, and can end it.');
    }
    await showWaiver(setting, tx, row);
    await appendLedger(tx, {
      workspaceId,
      event: 'need_waived',
      at: now,
      entry: {
        waiver: row.id,
        model,
        capability,
        until: row.expiresAt.toISOString(),
        reason: digestOf(reason),
        owner: waiverOwner(setting),
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
}

/** Whoever may waive a need of this model. Throws a Refusal that names the role for anybody else. */
export async function refuseUnlessWaiver(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string },
  model: string,
) {
  const actor = listedActor(setting, await actorOf(setting, act));
  const role = waiverOwner(setting);
  if (!(await inOneOf(setting, setting.db, actor.person, [role], setting.now()))) {
    throw new Refusal(
      'may_not_waive',
      `Only ${roleName([role])} can waive a need, since they answer for what models need. Ask them, with your reason.`,
    );
  }
  const entry = catalogueModel(setting.playbooks().set.models, model);
  if (entry !== null && ownersOf(entry).includes(actor.person)) {
    throw new Refusal('own_model', `You own ${model}, so somebody else of ${roleName([role])} has to waive its needs.`);
  }
  return actor;
}

function soundWaiver({ capability: named, days: length, reason }: FilledWaiver) {
  const capability = capabilityNamed(named);
  const days = waivedDays.find((one) => String(one) === length);
  const mistakes = [
    ...(capability === null ? ['Pick the need that is waived.'] : []),
    ...(days === undefined ? ['Pick for how long.'] : []),
    ...(reason.trim().length < 10 ? ['Write why, in at least ten characters.'] : []),
  ];
  if (capability === null || days === undefined || mistakes.length > 0) {
    throw new Refusal('bad_waiver', mistakes.join(' '));
  }
  return { capability, days, reason: reason.trim() };
}
