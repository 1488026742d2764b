import { isDeepStrictEqual } from 'node:util';
import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import { matchable, withMatches } from '#playbook/email-match.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { readContent } from '#store/contents.ts';
import type { Database, Executor } from '#store/database.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { type ProfileRow, profilesWithEmails } from '#store/profiles.ts';
import type { CurrentPlaybooks, Setting } from '../setting.ts';
import { activateFirstPlaybooks } from './activate-playbooks.ts';
import { readPlaybooks } from './read-playbooks.ts';

type FollowedPlaybooks = Pick<Setting, 'playbooks' | 'refreshPlaybooks' | 'withAccounts'>;

/**
 * Follows the set in force. A workspace without one gets what the folder holds as its first. Throws a PlaybookError or
 * ConfigError if that cannot be read.
 */
export async function startPlaybooks(
  db: Database,
  workspaceId: string,
  folder: string,
  at: Instant,
): Promise<FollowedPlaybooks> {
  if ((await currentPlaybooks(db, workspaceId)) === null) {
    await activateFirstPlaybooks(db, workspaceId, await readPlaybooks(folder), { by: 'start of the program', at });
  }
  return await followPlaybooks(db, workspaceId);
}

/** Follows the stored set in force. Throws an Error if there is none. */
export async function followPlaybooks(db: Database, workspaceId: string): Promise<FollowedPlaybooks> {
  let known = await read();
  async function read(seen?: CurrentPlaybooks): Promise<CurrentPlaybooks> {
    const row = await currentPlaybooks(db, workspaceId);
    if (row === null) throw new Error(`no playbooks are in force in workspace ${workspaceId}`);
    if (seen?.number === row.number && seen.digest === row.digest) return seen;
    return { set: await playbookSet(db, workspaceId, row.digest), digest: row.digest, number: row.number };
  }
  let accounts: readonly ProfileRow[] = [];
  let linked = new WeakMap<CurrentPlaybooks, CurrentPlaybooks>();
  /** Accounts are linked by addresses anew whenever Slack told of others. */
  async function readAccounts({ set }: CurrentPlaybooks): Promise<void> {
    const found = await profilesWithEmails(db, workspaceId, [...matchable(set).keys()]);
    if (isDeepStrictEqual(found.map(whoIs), accounts.map(whoIs))) return;
    accounts = found;
    linked = new WeakMap();
  }
  function withAccounts(current: CurrentPlaybooks): CurrentPlaybooks {
    if (accounts.length === 0) return current;
    const before = linked.get(current);
    if (before !== undefined) return before;
    const after = { ...current, set: withMatches(current.set, accounts) };
    linked.set(current, after);
    return after;
  }
  await readAccounts(known);
  return {
    playbooks: () => withAccounts(known),
    withAccounts,
    refreshPlaybooks: async () => {
      const current = await read(known);
      // Of two readings at once the older may end last.
      if (current.number > known.number) known = current;
      const inForce = known;
      await readAccounts(inForce);
      return inForce;
    },
  };
}

function whoIs({ slackUser, kind, active, email }: ProfileRow) {
  return [slackUser, kind, active, email];
}

/** A set that was in force or proposed. Throws an Error if none is stored under the digest. */
export async function playbookSet(db: Executor, workspaceId: string, digest: Digest): Promise<PlaybookSet> {
  return await readContent<PlaybookSet>(db, workspaceId, digest);
}
