import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { UnreadGroup } from '#domain/chat.ts';
import { at } from './columns.ts';

/** A Slack workspace, by its team id. `installNonce` salts the genesis of its ledger. */
export const workspaces = pgTable('workspaces', {
  id: text().primaryKey(),
  name: text().notNull(),
  installNonce: text().notNull(),
  /** Names of the files that the playbooks folder could not be loaded for when it was last read, and since when; null if it could. */
  brokenPlaybooks: jsonb().$type<{ readonly files: readonly string[]; readonly since: string }>(),
  createdAt: at().notNull().defaultNow(),
});

/** The workspace column that every other table carries. */
export const workspaceId = () =>
  text()
    .notNull()
    .references(() => workspaces.id);

/** Large things stored once, as the canonical JSON text their digest was taken of. */
export const contents = pgTable(
  'contents',
  {
    workspaceId: workspaceId(),
    digest: text().notNull(),
    body: text().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.digest] })],
);

/** Every playbook set that was ever current; the newest by `number` is. `digest` points into `contents`. */
export const playbookVersions = pgTable(
  'playbook_versions',
  {
    workspaceId: workspaceId(),
    number: integer().notNull(),
    digest: text().notNull(),
    activatedBy: text().notNull(),
    activatedAt: at().notNull(),
    /** The request that brought it in force; null for a first set. */
    requestId: uuid(),
    /** Who asked for that change, and which files it loosened: they fill no seat under those for a while. */
    author: text(),
    loosened: jsonb().$type<readonly string[]>().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] })],
);

/** Unbroken spells of a person in a role, as playbook activations and readings of user groups showed them. */
export const roleMembers = pgTable(
  'role_members',
  {
    workspaceId: workspaceId(),
    role: text().notNull(),
    person: text().notNull(),
    since: at().notNull(),
    until: at(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.role, t.person, t.since] })],
);

/** The Slack user groups that roles name, as they were last read. */
export const userGroups = pgTable(
  'user_groups',
  {
    workspaceId: workspaceId(),
    groupId: text().notNull(),
    /** The accounts in it; null while it is not known who is. */
    slackUsers: jsonb().$type<readonly string[]>(),
    /** When they were last told. */
    readAt: at(),
    askedAt: at().notNull(),
    /** Why nothing is known; null while it is. */
    unread: text().$type<UnreadGroup>(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.groupId] })],
);

/** What was last seen of each registered model; pickers search here, so that they answer whatever the registry does. */
export const models = pgTable(
  'models',
  {
    workspaceId: workspaceId(),
    registry: text().notNull(),
    name: text().notNull(),
    modelId: text().notNull(),
    description: text().notNull(),
    /** What its registry keeps with it by key: tags, or labels. */
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    aliases: jsonb().$type<Record<string, string>>().notNull(),
    latestVersion: text(),
    seenAt: at().notNull(),
    gone: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.registry, t.name] })],
);

/** Readings of whole registries that are under way: one listing of models, carried on from page to page by whoever works. */
export const registrySyncs = pgTable(
  'registry_syncs',
  {
    workspaceId: workspaceId(),
    registry: text().notNull(),
    begunAt: at().notNull(),
    /** The page to read next, and when and how many models had been read before it. */
    pageToken: text().notNull(),
    readAt: at().notNull(),
    models: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.registry] })],
);

/** What Slack last said of a user: only full, active members may hold a seat. */
export const profiles = pgTable(
  'profiles',
  {
    workspaceId: workspaceId(),
    slackUser: text().notNull(),
    kind: text().$type<'member' | 'guest' | 'external' | 'bot'>().notNull(),
    active: boolean().notNull(),
    name: text().notNull(),
    timeZone: text().notNull(),
    /** As it was last told; null if it never was. */
    email: text(),
    seenAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.slackUser] })],
);

/**
 * Accounts whose e-mail address became another: whether they still belong to the same person is asked. Open while
 * `confirmedAt` is null.
 */
export const linkSuspensions = pgTable(
  'link_suspensions',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    slackUser: text().notNull(),
    person: text().notNull(),
    /** The address before, and the newest since. */
    was: text().notNull(),
    became: text().notNull(),
    since: at().notNull(),
    confirmedAt: at(),
    confirmedBy: text(),
  },
  (t) => [uniqueIndex('link_suspensions_open').on(t.workspaceId, t.slackUser).where(sql`confirmed_at is null`)],
);
