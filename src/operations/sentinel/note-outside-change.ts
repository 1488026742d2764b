import type { Json } from '#domain/canonical-json.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { AliasWatch } from '#store/alias-watches.ts';
import type { Executor } from '#store/database.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { appendLedger, type LedgerEvent } from '#store/ledger.ts';
import type { ModelRow } from '#store/models.ts';
import {
  addOutsideChange,
  type OutsideChange,
  openOutsideChanges,
  settleOutsideChange,
} from '#store/outside-changes.ts';
import { changeRequest, liveRequestsOfModel, type RequestRow, requestById } from '#store/requests.ts';
import { showCard } from '../apply-judgement.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** An alias that holds something else than what is known. */
export interface Noticed {
  readonly model: ModelRow;
  readonly watch: AliasWatch;
  readonly found: string | null;
  /** Whether the registry has the version that was found. */
  readonly exists: boolean;
}

/**
 * Puts a change that others made on the record and in the channel of what is broken. The caller holds the watch.
 */
export async function noteOutsideChange(setting: Setting, tx: Executor, noticed: Noticed): Promise<OutsideChange> {
  const { model, watch, found } = noticed;
  const { workspaceId, registry, modelName, target } = watch;
  const settled: OutsideChange[] = [];
  for (const before of await openOutsideChanges(tx, watch)) {
    const how = { settled: before.expected === found ? 'put_back' : 'moved_on' } satisfies Pick<
      OutsideChange,
      'settled'
    >;
    const row = await settleRow(setting, tx, before, how);
    if (row !== null) settled.push(row);
  }
  const live = await liveRequestsOfModel(tx, workspaceId, registry, modelName);
  const asked = live.find((row) => row.target === target && row.version === found && row.action === 'promote') ?? null;
  const row = await addOutsideChange(tx, {
    id: setting.newId(),
    workspaceId,
    registry,
    model: model.modelId,
    modelName,
    team: findCatalogueModel(setting.playbooks().set.models, registry, modelName)?.team ?? null,
    target,
    expected: watch.version,
    found,
    kind: await kindOf(tx, noticed, asked),
    openRequest: asked?.id ?? null,
    noticedAt: new Date(setting.now()),
  });
  const last = await noteOnCard(setting, tx, row);
  await showMessage(setting, tx, {
    key: messageKeys.outsideChange(row.id),
    channel: setting.playbooks().set.org.channels.alarm,
    content: { view: 'outside-change', changeId: row.id },
  });
  // The end of the ledger is locked last: others hold a request and wait for it.
  for (const before of settled) {
    await recordOutside(setting, tx, before, 'outside_change_settled', { settled: before.settled });
  }
  await recordOutside(setting, tx, row, 'outside_change', { kind: row.kind }, last?.id);
  return row;
}

/** Ends what is open of an alias that a request of ours has given to a version since. */
export async function settleByRequest(
  setting: Setting,
  tx: Executor,
  place: Parameters<typeof openOutsideChanges>[1],
  by: Pick<RequestRow, 'id' | 'version'>,
): Promise<void> {
  for (const row of await openOutsideChanges(tx, place)) {
    const settled = row.expected === by.version ? 'put_back' : 'decided';
    await settle(setting, tx, row, { settled, requestId: by.id });
  }
}

/** Settles it, shows that on its card and puts it on the record; null if somebody did before. */
export async function settle(
  setting: Setting,
  tx: Executor,
  row: OutsideChange,
  how: Pick<OutsideChange, 'settled'> & Partial<Pick<OutsideChange, 'settledBy' | 'reason' | 'requestId'>>,
  details: Readonly<Record<string, Json>> = {},
): Promise<OutsideChange | null> {
  const settled = await settleRow(setting, tx, row, how);
  if (settled === null) return null;
  await recordOutside(setting, tx, row, 'outside_change_settled', { settled: how.settled, ...details });
  return settled;
}

async function settleRow(
  setting: Setting,
  tx: Executor,
  row: OutsideChange,
  how: Pick<OutsideChange, 'settled'> & Partial<Pick<OutsideChange, 'settledBy' | 'reason' | 'requestId'>>,
): Promise<OutsideChange | null> {
  const settled = await settleOutsideChange(tx, row, { ...how, settledAt: new Date(setting.now()) });
  if (settled === null) return null;
  await showMessage(setting, tx, {
    key: messageKeys.outsideChange(row.id),
    channel: setting.playbooks().set.org.channels.alarm,
    content: { view: 'outside-change', changeId: row.id },
  });
  return settled;
}

async function kindOf(
  tx: Executor,
  { watch, found, exists }: Noticed,
  asked: RequestRow | null,
): Promise<OutsideChange['kind']> {
  if (found === null) return 'removed';
  if (asked !== null) return 'not_approved';
  const before = await verifiedExecutions(tx, watch, 50);
  if (before.some(({ version, previousVersion }) => version === found || previousVersion === found)) return 'went_back';
  return exists ? 'other' : 'unknown_version';
}

/** The card of our last change says that it does not hold any more; null if we never changed this alias. */
async function noteOnCard(setting: Setting, tx: Executor, change: OutsideChange): Promise<RequestRow | null> {
  const [last] = await verifiedExecutions(tx, change, 1);
  const request = last === undefined ? null : await requestById(tx, change.workspaceId, last.requestId);
  if (request === null || last?.version !== change.expected || request.outcome.movedAway !== undefined) return request;
  const movedAway = { found: change.found, noticedAt: setting.now() };
  const changed = await changeRequest(tx, request, { outcome: { ...request.outcome, movedAway } });
  if (changed !== null) await showCard(setting, tx, changed);
  return request;
}

async function recordOutside(
  setting: Setting,
  tx: Executor,
  row: OutsideChange,
  event: Extract<LedgerEvent, 'outside_change' | 'outside_change_settled'>,
  details: Readonly<Record<string, Json>>,
  requestId?: string,
): Promise<void> {
  const { number, registry, model, modelName, target, expected, found } = row;
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event,
    at: new Date(setting.now()),
    ...(requestId === undefined ? {} : { requestId }),
    entry: {
      change: `O-${number}`,
      subject: { registry, model, name: modelName, version: found, target, champion: expected },
      ...details,
    },
  });
}
