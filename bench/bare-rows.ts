import { Pool } from 'pg';
import { inTurns } from './in-turns.ts';

/** Inserts rows that are there once more, into bare copies of their tables. */
export interface BareRows {
  run(): Promise<void>;
}

/** As many rows as one statement of Countersign's keeps at a time. */
const chunk = 200;

/**
 * Copies of tables with their keys and indexes. The rows of the first are inserted one by one, each committed, `width` at
 * a time, as they have to be before each is answered; those of the others 200 at a time.
 */
export async function bareRows(databaseUrl: string, tables: readonly string[], width: number): Promise<BareRows> {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  const work: { readonly insert: string; readonly batches: readonly string[]; readonly width: number }[] = [];
  for (const [index, name] of tables.entries()) {
    await pool.query(`create table bare_${name} (like ${name} including all)`);
    const { rows } = await pool.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`);
    const size = index === 0 ? 1 : chunk;
    const texts = rows.map(({ row }) => row);
    const batches = Array.from(
      { length: Math.ceil(texts.length / size) },
      (_, at) => `[${texts.slice(at * size, (at + 1) * size).join(',')}]`,
    );
    const insert = `insert into bare_${name} select * from json_populate_recordset(null::${name}, $1::json)`;
    work.push({ insert, batches, width: index === 0 ? width : 1 });
  }
  return {
    run: async () => {
      for (const { insert, batches, width: most } of work) {
        await inTurns(batches, most, (batch) => pool.query(insert, [batch]));
      }
      await pool.end();
    },
  };
}
