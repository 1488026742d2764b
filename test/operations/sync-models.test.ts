import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelRegistry, RegisteredModel } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { jobHandlers } from '#jobs/handlers.ts';
import type { Setting } from '#operations/setting.ts';
import { syncModels } from '#operations/sync-models.ts';
import { findModels } from '#store/models.ts';
import { registrySyncOf } from '#store/registry-syncs.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const workspaceId = 'T1';
let database: FreshDatabase;
let nowMs: number;
let sent: unknown[];
/** The pages the registry was asked for, and what befalls it at each. */
let asked: string[];
let before: (token: string) => void;
let pages: string[][];

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, workspaceId);
  nowMs = Date.parse('2026-11-26T10:00:00Z');
  sent = [];
  asked = [];
  before = () => {};
  pages = [['a', 'b'], ['c'], ['d', 'e'], ['f']];
});
afterEach(() => database.close());

/** Just what reading needs: whatever else it touched would be undefined. */
function setting(): Setting {
  const part = {
    workspaceId,
    db: database.db,
    now: () => new Date(nowMs).toISOString(),
    playbooks: () => ({ set: { models: { models: [] }, playbooks: [] } }),
    refreshPlaybooks: async () => ({ set: { models: { models: [] }, playbooks: [] } }),
    withAccounts: (current: object) => current,
    sendJob: async (_: unknown, ...job: unknown[]) => void sent.push(job),
    registries: new Map([['r', registry]]),
  };
  return part as unknown as Setting;
}

const registry = {
  id: 'r',
  async searchModels({ pageToken = '0' }: { pageToken?: string }) {
    asked.push(pageToken);
    before(pageToken);
    const at = Number(pageToken);
    const items = (pages[at] ?? []).map(
      (name): RegisteredModel => ({
        name,
        description: '',
        aliases: {},
        tags: {},
        createdAt: null,
        latestVersion: null,
      }),
    );
    return { items, nextPageToken: at + 1 < pages.length ? String(at + 1) : null };
  },
} as unknown as ModelRegistry;

const known = async () => (await findModels(database.db, workspaceId, '', 100)).map(({ name }) => name);
const underWay = () => registrySyncOf(database.db, workspaceId, 'r');
/** Each page takes 12 s. */
const slowly = () => {
  before = () => {
    nowMs += 12_000;
  };
};

describe('reading a whole registry', () => {
  it('is one turn where it is quick, and leaves nothing to carry on', async () => {
    expect(await syncModels(setting(), registry)).toEqual({ models: 6, done: true });
    expect(await known()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(await underWay()).toBeNull();
  });

  it('that takes long is carried on by the next turn, and only its end makes models gone', async () => {
    pages = [['a', 'b', 'old'], ['c'], ['d'], ['e']];
    await syncModels(setting(), registry);
    pages = [['a', 'b'], ['c'], ['d'], ['f']];
    asked = [];
    slowly();
    expect(await syncModels(setting(), registry)).toEqual({ models: 3, done: false });
    expect(await known()).toEqual(['a', 'b', 'c', 'd', 'e', 'old']);
    expect(await syncModels(setting(), registry)).toEqual({ models: 5, done: true });
    expect(asked).toEqual(['0', '1', '2', '3']);
    expect(await known()).toEqual(['a', 'b', 'c', 'd', 'f']);
    expect(await underWay()).toBeNull();
  });

  it('is carried on by a job that sends itself again until it is done', async () => {
    slowly();
    const handlers = jobHandlers({ setting: setting() } as unknown as Parameters<typeof jobHandlers>[0]);
    const job = { registry: 'r', modelName: null };
    await handlers['read-registry'](job);
    expect(sent).toEqual([['read-registry', job]]);
    await handlers['read-registry'](job);
    expect(sent).toHaveLength(1);
    expect(asked).toEqual(['0', '1', '2', '3']);
  });

  it('goes on after a failure where it was, with what was read kept', async () => {
    before = (token) => {
      if (token === '2') throw new UpstreamError('R', 'R did not answer.', { status: 503, retryable: true });
    };
    await expect(syncModels(setting(), registry)).rejects.toThrow('R did not answer.');
    expect(await known()).toEqual(['a', 'b', 'c']);
    before = () => {};
    expect(await syncModels(setting(), registry)).toEqual({ models: 6, done: true });
    expect(asked).toEqual(['0', '1', '2', '2', '3']);
  });

  it('begins anew where the token of the page is not taken any more, or after ten minutes', async () => {
    slowly();
    await syncModels(setting(), registry);
    before = (token) => {
      if (token !== '2') return;
      before = () => {};
      throw new UpstreamError('R', 'R refused the token.', { status: 400, retryable: false });
    };
    expect(await syncModels(setting(), registry)).toEqual({ models: 6, done: true });
    expect(asked).toEqual(['0', '1', '2', '0', '1', '2', '3']);
    slowly();
    await syncModels(setting(), registry);
    asked = [];
    nowMs += 11 * 60_000;
    before = () => {};
    expect(await syncModels(setting(), registry)).toEqual({ models: 6, done: true });
    expect(asked[0]).toBe('0');
  });

  it('throws at a first page that is refused, instead of beginning again for ever', async () => {
    before = () => {
      throw new UpstreamError('R', 'R refused.', { status: 400, retryable: false });
    };
    await expect(syncModels(setting(), registry)).rejects.toThrow('R refused.');
    expect(asked).toEqual(['0']);
  });

  it('loses no model to a worker whose clock is behind', async () => {
    slowly();
    await syncModels(setting(), registry);
    await database.pool.query(`update registry_syncs set begun_at = begun_at + interval '1 minute'`);
    await database.pool.query(`update models set seen_at = seen_at + interval '1 minute'`);
    expect(await syncModels(setting(), registry)).toEqual({ models: 6, done: true });
    expect(await known()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('ends where a registry gives the same page for ever', async () => {
    const stuck = {
      ...registry,
      searchModels: async () => ({ ...(await registry.searchModels({})), nextPageToken: 'again' }),
    };
    expect((await syncModels(setting(), stuck)).done).toBe(true);
    expect(asked).toHaveLength(2);
  });
});
