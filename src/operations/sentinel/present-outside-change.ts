import { epochMs } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { newestExecutions } from '#store/executions.ts';
import { countOutsideChanges, type OutsideChange, outsideChangeById } from '#store/outside-changes.ts';
import { requestById } from '#store/requests.ts';
import type { Settled, OutsideChange as Shown } from '#views/outside-change.ts';
import { readRowPress, rowPress } from '../effect-press.ts';
import { type Names, readNames } from '../names.ts';
import type { Setting } from '../setting.ts';

const monthMs = 30 * 86_400_000;

/** A change that others made, as its message shows it now. */
export async function presentOutsideChange(setting: Setting, id: string): Promise<Shown> {
  const row = await outsideChangeById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no outside change ${id}`);
  return await presented(setting, row);
}

export async function presented(setting: Setting, row: OutsideChange): Promise<Shown> {
  const names = await readNames(setting, setting.db);
  const { registry, modelName: model, target, expected, found, kind, noticedAt, team, number } = row;
  const entry = findCatalogueModel(setting.playbooks().set.models, registry, row.modelName);
  const owner = entry?.owner ?? null;
  const [last] = await newestExecutions(setting.db, row, 1);
  const heldSince = last?.state === 'verified' && last.version === expected ? last.finishedAt : null;
  return {
    number,
    model,
    target,
    registry: setting.registries.get(registry)?.title ?? registry,
    expected,
    found,
    kind,
    openRequest: await numberOf(setting, row.openRequest),
    noticedAt: noticedAt.toISOString(),
    knownFor: heldSince === null ? null : noticedAt.getTime() - heldSince.getTime(),
    team,
    nth: await countOutsideChanges(setting.db, row, new Date(epochMs(noticedAt.toISOString()) - monthMs)),
    owner: owner === null ? [] : [names.person(owner)],
    settled: await settledOf(setting, row, names),
    press: rowPress(setting, 'outside', row.id),
  };
}

/** The change of a press. Throws a Refusal for text that we did not make for one of this workspace. */
export async function outsideChangeOfPress(setting: Setting, text: string): Promise<OutsideChange> {
  const id = readRowPress(setting, 'outside', text);
  const row = await outsideChangeById(setting.db, setting.workspaceId, id);
  if (row !== null) return row;
  throw new Refusal('no_such_change', 'This change is not known here. `/mlops status` shows what is.');
}

async function settledOf(setting: Setting, row: OutsideChange, names: Names): Promise<Settled | null> {
  if (row.settledAt === null || row.settled === null) return null;
  const at = row.settledAt.toISOString();
  switch (row.settled) {
    case 'explained':
      return { as: 'explained', by: names.of(row.settledBy ?? ''), reason: row.reason ?? '', at };
    case 'moved_on':
      return { as: 'moved_on', at };
    case 'put_back':
    case 'decided':
      return { as: row.settled, request: await numberOf(setting, row.requestId), at };
  }
}

async function numberOf(setting: Setting, requestId: string | null): Promise<number | null> {
  if (requestId === null) return null;
  return (await requestById(setting.db, setting.workspaceId, requestId))?.number ?? null;
}
