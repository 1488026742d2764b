import type { Observed } from '#domain/maturity-facts.ts';
import type { OutsideChange } from '#domain/maturity-operation.ts';
import { outsideRows } from '#store/maturity-rows/watched.ts';
import type { Asked } from '../asked.ts';

/** Changes of what serves that others made, whatever was decided about them since. */
export async function outsideRecords(asked: Asked): Promise<Observed<readonly OutsideChange[]>> {
  const rows = await outsideRows(asked.db, asked.setting.workspaceId, asked.places, asked.from);
  const value = rows.flatMap((row) => {
    const model = asked.idOf(row);
    if (model === undefined || !asked.serves(model, row)) return [];
    return [{ id: `O-${row.number}`, model, at: row.at }];
  });
  return { known: true, value, provenance: 'machine', asOf: asked.now.toISOString() };
}
