import { bigint, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytea } from './columns.ts';
import { workspaceId, workspaces } from './workspace.ts';

/** Append-only hash chain, one a workspace. `entry` is the canonical JSON as bytes, since jsonb would respell it. */
export const ledger = pgTable(
  'ledger',
  {
    workspaceId: workspaceId(),
    seq: bigint({ mode: 'number' }).notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
    entry: bytea().notNull(),
    event: text().notNull(),
    requestId: uuid(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.seq] }), index('ledger_by_request').on(t.requestId)],
);

/** Where each workspace's chain ends, `at` being the time of its last entry; the row's lock makes `seq` gapless. */
export const ledgerHeads = pgTable('ledger_heads', {
  workspaceId: text()
    .primaryKey()
    .references(() => workspaces.id),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
  at: at().notNull(),
});

/** Where the chain ended from time to time, signed with a key that is not in the database. Append-only. */
export const ledgerCheckpoints = pgTable(
  'ledger_checkpoints',
  {
    workspaceId: workspaceId(),
    number: integer().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
    at: at().notNull(),
    /** What was signed, the raw public key, and the signature, as `SignedCheckpoint` has them. */
    text: text().notNull(),
    key: text().notNull(),
    signature: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] })],
);
