import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordModels } from '#store/models.ts';
import { countUrgent, type ModelScope, urgentFirst } from '#store/status-models.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const workspaceId = 'T1';
const seenAt = new Date('2026-11-26T10:00:00.123Z');
let database: FreshDatabase;

const ids = ['a/one', 'a/two', 'b/one', 'b/special', 'c_d/one', 'cxd/one'];

beforeAll(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, workspaceId);
  await recordModels(
    database.db,
    ids.map((modelId) => ({
      workspaceId,
      registry: 'r',
      name: modelId.replace('/', '-'),
      modelId,
      description: '',
      tags: {},
      aliases: {},
      latestVersion: null,
      seenAt,
    })),
  );
});
afterAll(() => database.close());

const everything: ModelScope = { ids: null, also: [], text: null };
const key = (name: string) => ({ registry: 'r', name });
const nothing = { you: [], action: [] };
const page = { needsAction: false, offset: 0, limit: 10 };

async function found(scope: ModelScope, urgent: Parameters<typeof urgentFirst>[3] = nothing, of = page) {
  const rows = await urgentFirst(database.db, workspaceId, scope, urgent, of);
  return rows.map(({ model, urgency }) => `${model.modelId} ${urgency}`);
}

describe('a page of models', () => {
  it('is in order of ids, what waits for the reader first and what waits for somebody next', async () => {
    expect(await found(everything)).toEqual(ids.map((id) => `${id} none`));
    const urgent = { you: [key('cxd-one')], action: [key('b-one'), key('cxd-one'), key('gone')] };
    expect(await found(everything, urgent)).toEqual([
      'cxd/one you',
      'b/one action',
      'a/one none',
      'a/two none',
      'b/special none',
      'c_d/one none',
    ]);
    expect(await found(everything, urgent, { ...page, needsAction: true })).toEqual(['cxd/one you', 'b/one action']);
    expect(await found(everything, urgent, { ...page, offset: 1, limit: 2 })).toEqual(['b/one action', 'a/one none']);
    expect(await countUrgent(database.db, workspaceId, everything, urgent)).toEqual({ total: 6, you: 1, action: 1 });
    expect(await countUrgent(database.db, workspaceId, everything, nothing)).toEqual({ total: 6, you: 0, action: 0 });
  });

  it('is of some ids, of patterns without what belongs to others, and of what is named besides', async () => {
    const of = (exact: string[], patterns: { pattern: string; except: string[] }[], also: string[] = []) =>
      found({ ids: { exact, patterns }, also: also.map(key), text: null });
    expect(await of(['a/one', 'c_d/one'], [])).toEqual(['a/one none', 'c_d/one none']);
    expect(await of([], [{ pattern: 'b/*', except: [] }])).toEqual(['b/one none', 'b/special none']);
    expect(await of([], [{ pattern: 'b/*', except: ['b/special'] }])).toEqual(['b/one none']);
    expect(await of([], [{ pattern: '*', except: ['b/*', 'a/*'] }])).toEqual(['c_d/one none', 'cxd/one none']);
    expect(await of([], [{ pattern: 'c_d/*', except: [] }])).toEqual(['c_d/one none']);
    expect(await of(['a/one'], [], ['b-one'])).toEqual(['a/one none', 'b/one none']);
    expect(await of([], [])).toEqual([]);
  });

  it('is of what contains a text, read as it is', async () => {
    expect(await found({ ...everything, text: 'C_D' })).toEqual(['c_d/one none']);
    expect(await found({ ...everything, text: '%' })).toEqual([]);
  });
});
