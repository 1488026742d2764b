import { describe, expect, it } from 'vitest';
import { keyTable, schemaKeys } from './keys/key-table.ts';
import { written } from './keys/written.ts';

const shown = (text: string) => text || '(not written)';

describe('every key of the language', () => {
  it('has a row in the table, and no row is about a key that is none', () => {
    const keys = schemaKeys().map(({ path }) => path);
    expect(keys.length).toBeGreaterThan(120);
    const named = new Set(keyTable.map(({ key }) => key));
    expect(keys.filter((key) => !named.has(key))).toEqual([]);
    expect([...named].filter((key) => !keys.includes(key))).toEqual(['decision.by_action']);
  });

  it.each(keyTable.map((row) => [row.key, shown(row.written[0]), shown(row.written[1]), row] as const))(
    '%s: from %s to %s makes the difference',
    (_key, _from, _to, row) => {
      const [before, after] = [row.see(written(row, 0)), row.see(written(row, 1))];
      expect({ seen: before }).toMatchObject({ seen: row.seen[0] });
      expect({ seen: after }).toMatchObject({ seen: row.seen[1] });
      expect(after).not.toEqual(before);
    },
  );
});
