import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { DriftTranslation } from '#domain/drift.ts';
import { at, bytea } from './columns.ts';
import { workspaceId } from './workspace.ts';

export type EffectState = 'intent' | 'maybe_sent' | 'confirmed' | 'refused' | 'unresolved' | 'cancelled';

/** Every outward act and what is known of it. Acts with one `orderKey` happen in the order of `seq`. */
export const effects = pgTable(
  'effects',
  {
    id: uuid().primaryKey(),
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    kind: text().notNull(),
    orderKey: text().notNull(),
    idemKey: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    payloadHash: text().notNull(),
    state: text().$type<EffectState>().notNull().default('intent'),
    notBefore: at().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    lookUps: integer().notNull().default(0),
    leaseUntil: at(),
    leaseToken: uuid(),
    firstSentAt: at(),
    lastSentAt: at(),
    providerRef: jsonb().$type<Record<string, unknown>>(),
    lastError: text(),
    /** Set with `unresolved` where later acts of this `orderKey` have to wait for a person's answer. */
    blocks: boolean().notNull().default(false),
    createdAt: at().notNull().defaultNow(),
    settledAt: at(),
  },
  (t) => [
    unique().on(t.workspaceId, t.idemKey),
    index('effects_open').on(t.workspaceId, t.orderKey, t.seq).where(sql`state in ('intent', 'maybe_sent') or blocks`),
  ],
);

/** What is in Slack. A message is posted once and edited afterwards until `shownRevision` reaches `wantedRevision`. */
export const messages = pgTable(
  'messages',
  {
    workspaceId: workspaceId(),
    key: text().notNull(),
    /** Where it was asked to go; Slack's answer is in `postedChannel`. */
    channel: text().notNull(),
    threadKey: text(),
    postedChannel: text(),
    ts: text(),
    view: jsonb().$type<Record<string, unknown>>().notNull(),
    wantedRevision: integer().notNull().default(1),
    shownRevision: integer().notNull().default(0),
    renderedHash: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] })],
);

/** What became of something that came in: taken, known already, of no known model, not readable, ahead of its time, of no interest. */
export type HookEventState = 'accepted' | 'duplicate' | 'unknown_model' | 'unreadable' | 'future' | 'ignored';

/** What came in from outside, stored before it is answered; unique by source and id, so that a repeat is noticed. */
export const hookEvents = pgTable(
  'hook_events',
  {
    source: text().notNull(),
    externalId: text().notNull(),
    bodyHash: text().notNull(),
    raw: bytea(),
    /** What is needed of the headers to read it. */
    headers: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
    /** What it says of drift, where its sender had to be told whether it can be read; null again once it was taken. */
    translation: jsonb().$type<DriftTranslation>(),
    receivedAt: at().notNull().defaultNow(),
    handledAt: at(),
    /** What became of it, and why, as a sentence; null while nothing has, and where nothing is to be told. */
    state: text().$type<HookEventState>(),
    because: text(),
    /** How often it was sent again. */
    repeats: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.externalId] }),
    index('hook_events_by_time').on(t.receivedAt),
    index('hook_events_waiting').on(t.source, t.receivedAt, t.externalId).where(sql`handled_at is null`),
  ],
);
