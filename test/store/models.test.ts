import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findModels, markGoneModels, modelIn, recordModels } from '#store/models.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const workspaceId = 'T1';
const seenAt = new Date('2026-11-26T10:00:00.123Z');
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, workspaceId);
});
afterAll(() => database.close());

const row = {
  workspaceId,
  registry: 'r',
  name: "it's a “model” \\ 100 %",
  modelId: 'r/m',
  description: 'Two\nlines, a {brace} and 😀.',
  tags: { team: 'fraud', 'mlflow.note': 'cards' },
  aliases: { production: '3', 'a "b"': '1' },
  latestVersion: null,
  seenAt,
};
const kept = () => modelIn(database.db, workspaceId, 'r', row.name);

describe('models that a registry showed', () => {
  it('are kept as they are, and anew when they are seen again', async () => {
    await recordModels(database.db, [row]);
    expect(await kept()).toEqual({ ...row, gone: false });
    const again = {
      ...row,
      modelId: 'fraud/m',
      description: '',
      tags: {},
      aliases: {},
      latestVersion: '4',
      seenAt: new Date(seenAt.getTime() + 1),
    };
    await recordModels(database.db, [again]);
    expect(await kept()).toEqual({ ...again, gone: false });
  });

  it('come back after they were gone', async () => {
    await recordModels(database.db, [row]);
    await markGoneModels(database.db, workspaceId, 'r', new Date(seenAt.getTime() + 1));
    expect(await kept()).toBeNull();
    await recordModels(database.db, [row]);
    expect(await kept()).not.toBeNull();
  });

  it('may be none, and may hold half a surrogate pair', async () => {
    await recordModels(database.db, []);
    await recordModels(database.db, [{ ...row, name: 'half', description: 'cut \ud83d off' }]);
    expect((await modelIn(database.db, workspaceId, 'r', 'half'))?.description).toBe('cut \ufffd off');
  });

  it('are a thousand at once', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ ...row, name: `many-${i}`, modelId: `r/many-${i}` }));
    await recordModels(database.db, many);
    expect(await findModels(database.db, workspaceId, 'many-', 2000)).toHaveLength(1000);
  });
});
