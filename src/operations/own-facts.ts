import { createHmac } from 'node:crypto';
import { instantAt } from '#domain/instant.ts';
import type { DelegationFact, Fact, Facts, PersonFact, RoleMember } from '#playbook/facts.ts';
import { localMs } from '#playbook/freeze.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import { instantOfWall } from '#playbook/zone.ts';
import type { Executor } from '#store/database.ts';
import { type ProfileRow, profileRows } from '#store/profiles.ts';
import { executingRequest } from '#store/requests.ts';
import { roleMemberRows } from '#store/role-members.ts';
import type { Setting } from './setting.ts';

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

export async function readOwnFacts(
  db: Executor,
  setting: Pick<Setting, 'workspaceId' | 'pressKey'>,
  set: PlaybookSet,
  entry: CatalogueModel | null,
  request: { id: string; registry: string; modelName: string; target: string },
): Promise<OwnFacts> {
  const slackUsers = Object.values(set.people.people).flatMap((person) => person.slack);
  const members = await roleMemberRows(db, setting.workspaceId);
  const profiles = await profileRows(db, setting.workspaceId, slackUsers);
  const running = await executingRequest(db, setting.workspaceId, request.registry, request.modelName, request.target);
  return {
    roles: Object.fromEntries(
      Object.entries(set.people.roles).map(([role, { source }]): [string, Fact<readonly RoleMember[]>] => [
        role,
        'people' in source
          ? members
              .filter((row) => row.role === role)
              .map(({ person, since, until }) => ({
                person,
                since: since.toISOString(),
                until: until?.toISOString() ?? null,
              }))
          : { unknown: `The members of Slack user group ${source.slackUsergroup} have not been read.` },
      ]),
    ),
    people: Object.fromEntries(
      Object.entries(set.people.people).map(([id, person]) => [id, personFact(person, profiles)]),
    ),
    delegations: set.people.delegations.map(
      (row): DelegationFact => ({
        from: row.from,
        to: row.to,
        roles: row.roles,
        start: instantAt(instantOfWall(localMs(row.start) ?? 0, set.org.zone, 'first')),
        end: instantAt(instantOfWall(localMs(row.end) ?? 0, set.org.zone, 'second')),
      }),
    ),
    looseningAuthors: [],
    criteria: [],
    debt: [],
    lock:
      running === null || running.id === request.id
        ? null
        : { request: `R-${running.number}`, since: (running.decidedAt ?? running.openedAt).toISOString() },
    draw: drawOf(setting.pressKey, request.id),
    ...catalogueFactsOf(entry),
  };
}

function personFact(
  person: { slack: readonly string[]; active: boolean },
  profiles: readonly ProfileRow[],
): PersonFact {
  const known = profiles.filter((profile) => person.slack.includes(profile.slackUser));
  const odd = known.find((profile) => profile.kind !== 'member');
  return {
    active: person.active && known.every((profile) => profile.active),
    linked: known.length > 0,
    kind: odd?.kind ?? 'member',
  };
}

/** The first 48 bits of a keyed hash, as a number in `[0, 1)`. */
function drawOf(key: Buffer, requestId: string): number {
  return createHmac('sha256', key).update(`draw\n${requestId}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

function catalogueFactsOf(
  entry: CatalogueModel | null,
): Omit<OwnFacts, 'roles' | 'people' | 'delegations' | 'looseningAuthors' | 'criteria' | 'debt' | 'lock' | 'draw'> {
  const unlisted = { unknown: 'The model is not in models.yaml.' };
  const said = <T>(value: T | null | undefined, key: string): Fact<T> =>
    value ?? (entry === null ? unlisted : { unknown: `models.yaml does not give ${key} for this model.` });
  const unread = (what: string) => ({ unknown: `No source of ${what} is connected.` });
  return {
    catalogue: {
      team: said(entry?.team, 'team'),
      owner: said(entry?.owner, 'owner'),
      businessOwner: said(entry?.businessOwner, 'business_owner'),
      criticality: said(entry?.criticality, 'criticality'),
      materiality: said(entry?.materiality, 'materiality'),
      dataClass: said(entry?.dataClass, 'data_class'),
      useCase: said(entry?.useCase, 'use_case'),
      euHighRisk: said(entry?.euHighRisk, 'eu_high_risk'),
    },
    dataOwner: said(entry?.dataOwner, 'data_owner'),
    labels: entry?.labels ?? unlisted,
    region: unread('regions'),
    documents: Object.fromEntries(Object.keys(entry?.documents ?? {}).map((id) => [id, unread('documents')])),
    drift: {},
    live: {},
    sizeOfChange: {},
    incident: unread('drift alerts'),
    alertCriticality: null,
  };
}
