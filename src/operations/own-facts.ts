import { createHmac } from 'node:crypto';
import { catalogueFacts } from '#playbook/catalogue-facts.ts';
import type { Facts, PersonFact } from '#playbook/facts.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { suspendedAccounts } from '#store/link-suspensions.ts';
import { modelIn } from '#store/models.ts';
import { type ProfileRow, profileRows } from '#store/profiles.ts';
import { executingRequest, type RequestRow } from '#store/requests.ts';
import { debtOf } from './break-glass/open-debts.ts';
import { demandedOf } from './criteria/demanded-of.ts';
import { delegationsNow } from './delegations/delegations-now.ts';
import { readDriftFacts } from './drift/read-drift-facts.ts';
import { readRoleSpells } from './roles/role-spells.ts';

/** What Countersign's own rows and the catalogue say; read at every evaluation. */
export type OwnFacts = Pick<
  Facts,
  | 'roles'
  | 'people'
  | 'delegations'
  | 'looseningAuthors'
  | 'criteria'
  | 'debt'
  | 'lock'
  | 'draw'
  | 'catalogue'
  | 'dataOwner'
  | 'labels'
  | 'region'
  | 'documents'
  | 'drift'
  | 'live'
  | 'sizeOfChange'
  | 'incident'
  | 'alertCriticality'
>;

/** Which request is judged. `obligationId` is what asks for it, where that is something owed. */
type AboutRequest = Pick<RequestRow, 'id' | 'action' | 'registry' | 'modelName' | 'target'> & {
  readonly obligationId?: string | null;
  /** Left out before it is opened. */
  readonly openedAt?: Date;
};

export async function readOwnFacts(
  db: Executor,
  setting: { readonly workspaceId: string; readonly pressKey: Buffer | null },
  set: PlaybookSet,
  entry: CatalogueModel | null,
  request: AboutRequest,
): Promise<OwnFacts> {
  const slackUsers = Object.values(set.people.people).flatMap((person) => person.slack);
  const profiles = await profileRows(db, setting.workspaceId, slackUsers);
  const suspended = await suspendedAccounts(db, setting.workspaceId);
  const running = await executingRequest(db, setting.workspaceId, request.registry, request.modelName, request.target);
  return {
    roles: await readRoleSpells(db, setting.workspaceId, set),
    people: Object.fromEntries(
      Object.entries(set.people.people).map(([id, person]) => [id, personFact(person, profiles, suspended)]),
    ),
    delegations: await delegationsNow(db, setting.workspaceId, set, request.openedAt ?? null),
    looseningAuthors: [],
    criteria: await demandedOf(db, setting.workspaceId, request),
    debt: await debtOf(db, setting.workspaceId, set, entry?.team ?? null, request),
    lock:
      running === null || running.id === request.id
        ? null
        : { request: `R-${running.number}`, since: (running.decidedAt ?? running.openedAt).toISOString() },
    draw: setting.pressKey === null ? { unknown: 'Nothing was drawn.' } : drawOf(setting.pressKey, request.id),
    ...catalogueFactsOf(entry),
    ...(await driftFactsOf(db, setting.workspaceId, request)),
    // A change of the playbooks is about no model: it has no data, and is never sampled.
    ...(request.action === 'change_playbook' ? { dataOwner: [], draw: 1 } : {}),
  };
}

/** Of the version that holds the target, as the registry showed it last. */
async function driftFactsOf(
  db: Executor,
  workspaceId: string,
  { registry, modelName, target }: { registry: string; modelName: string; target: string },
): Promise<Pick<OwnFacts, 'drift' | 'live' | 'incident'>> {
  const model = await modelIn(db, workspaceId, registry, modelName);
  const version = model?.aliases[target] ?? null;
  return await readDriftFacts(db, { workspaceId, registry, modelName }, version);
}

function personFact(
  person: { slack: readonly string[]; active: boolean },
  profiles: readonly ProfileRow[],
  suspended: ReadonlySet<string>,
): PersonFact {
  const known = profiles.filter((profile) => person.slack.includes(profile.slackUser));
  const odd = known.find((profile) => profile.kind !== 'member');
  return {
    active: person.active && known.every((profile) => profile.active),
    linked: known.length > 0 && !person.slack.some((account) => suspended.has(account)),
    kind: odd?.kind ?? 'member',
  };
}

/** The first 48 bits of a keyed hash, as a number in `[0, 1)`. */
function drawOf(key: Buffer, requestId: string): number {
  return createHmac('sha256', key).update(`draw\n${requestId}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** What the catalogue says, and what no connection reports yet. */
function catalogueFactsOf(
  entry: CatalogueModel | null,
): Omit<
  OwnFacts,
  | 'roles'
  | 'people'
  | 'delegations'
  | 'looseningAuthors'
  | 'criteria'
  | 'debt'
  | 'lock'
  | 'draw'
  | 'drift'
  | 'live'
  | 'incident'
> {
  const unread = (what: string) => ({ unknown: `No source of ${what} is connected.` });
  return {
    ...catalogueFacts(entry),
    region: unread('regions'),
    documents: Object.fromEntries(Object.keys(entry?.documents ?? {}).map((id) => [id, unread('documents')])),
    sizeOfChange: {},
    alertCriticality: null,
  };
}
