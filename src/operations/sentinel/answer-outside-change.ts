import { digestOf } from '#domain/digest.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { aliasWatchOf } from '#store/alias-watches.ts';
import type { OutsideChange } from '#store/outside-changes.ts';
import type { RequestRow } from '#store/requests.ts';
import type { PutBack } from '#views/outside-change.ts';
import { type Actor, actorOf, listedActor, readPeopleAnew } from '../actor.ts';
import { missingPeople } from '../missing-people.ts';
import { readNames } from '../names.ts';
import { draftRequest, type NewAsk, openRequest } from '../open-request.ts';
import { needsOf } from '../present-request.ts';
import { registryOf } from '../registry-of.ts';
import { candidateFacts } from '../request-promotion.ts';
import type { Setting } from '../setting.ts';
import { settle } from './note-outside-change.ts';
import { presented } from './present-outside-change.ts';

interface Answer {
  readonly teamId: string;
  readonly slackUser: string;
  readonly change: OutsideChange;
}

/** Throws a Refusal that says why a person cannot answer for a change, or not any more. */
export async function mayAnswer(setting: Setting, act: Answer): Promise<Actor & { readonly person: string }> {
  const actor = listedActor(setting, await actorOf(setting, act));
  refuseUnlessOpen(act.change);
  return actor;
}

/** Records once why a change that others made was right. Throws a Refusal. */
export async function explainOutsideChange(setting: Setting, act: Answer & { readonly reason: string }): Promise<void> {
  const actor = await mayAnswer(setting, act);
  const reason = act.reason.trim();
  if (reason.length < 10) {
    throw new Refusal('no_reason', 'Say in at least 10 characters who did it and why, so that others can follow.');
  }
  const settled = await setting.db.transaction(async (tx) =>
    settle(
      setting,
      tx,
      act.change,
      { settled: 'explained', settledBy: actor.person, reason },
      {
        actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
        reason_digest: digestOf(reason),
      },
    ),
  );
  if (settled === null) throw alreadySettled(act.change);
}

/** What the modal says before a change is put back. Throws a Refusal if it cannot be. */
export async function putBackPreview(setting: Setting, act: Answer): Promise<PutBack> {
  const actor = await mayAnswer(setting, act);
  const expected = await expectedStill(setting, act.change);
  await readPeopleAnew(setting);
  const { judged } = await draftRequest(setting, setting.db, await askOf(setting, act.change, expected, actor, ''));
  const needs = needsOf(judged.verdict, await readNames(setting, setting.db));
  return {
    ...(await presented(setting, act.change)),
    expected,
    needs: judged.verdict.status === 'approved' ? null : missingPeople(needs),
  };
}

/** Opens a request to give the alias back to the version that held it. Throws a Refusal. */
export async function requestPutBack(setting: Setting, act: Answer & { readonly reason: string }): Promise<RequestRow> {
  const actor = await mayAnswer(setting, act);
  const expected = await expectedStill(setting, act.change);
  await readPeopleAnew(setting);
  return await openRequest(setting, await askOf(setting, act.change, expected, actor, act.reason.trim()));
}

async function askOf(
  setting: Setting,
  change: OutsideChange,
  version: string,
  requester: Actor,
  reason: string,
): Promise<NewAsk> {
  const registry = registryOf(setting, change.registry);
  const model = { modelId: change.model, name: change.modelName };
  return {
    action: 'rollback',
    registry: registry.id,
    model: change.model,
    modelName: change.modelName,
    version,
    target: change.target,
    reason,
    requester,
    entry: findCatalogueModel(setting.playbooks().set.models, registry.id, change.modelName),
    facts: await candidateFacts(setting, registry, model, version, change.target),
  };
}

async function expectedStill(setting: Setting, change: OutsideChange): Promise<string> {
  const watch = await aliasWatchOf(setting.db, change);
  if (change.expected !== null && watch?.version === change.found) return change.expected;
  throw new Refusal(
    'moved_on',
    `\`${change.target}\` of ${change.model} was changed again since. \`/mlops status ${change.model}\` shows what it is now.`,
  );
}

function refuseUnlessOpen(change: OutsideChange): void {
  if (change.settledAt !== null) throw alreadySettled(change);
}

function alreadySettled(change: OutsideChange): Refusal {
  return new Refusal(
    'already_settled',
    `O-${change.number} is settled already; its message in the channel says how. Nothing was recorded.`,
  );
}
