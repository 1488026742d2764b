import { Client } from 'pg';
import type { Closing } from './closing.ts';
import type { Statement } from './recorded-statements.ts';

/** As many bare statements as were recorded, of the same kinds and sizes, in one transaction on one connection. */
export interface BareStatements {
  run(): Promise<void>;
  /** BEGIN and COMMIT included. */
  readonly count: number;
}

export interface BareTable {
  /** Sets the rows aside that these statements will read and change. */
  prepare(statements: readonly Statement[]): Promise<BareStatements>;
}

/** A table with an id, an index and a text, and nothing else: no trigger, no foreign key. */
export async function openBareTable(closing: Closing, databaseUrl: string): Promise<BareTable> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  closing.add(() => client.end());
  await client.query(
    'create table bare (id bigint primary key generated always as identity, slot integer not null, body text not null)',
  );
  await client.query('create index bare_by_slot on bare (slot)');
  let slots = 0;
  return {
    prepare: async (statements) => {
      const inside = statements.filter(({ text }) => !/^\s*(begin|commit|rollback)/i.test(text));
      const bare: { text: string; values: unknown[] }[] = [];
      for (const statement of inside) {
        slots += 1;
        bare.push(await bareOf(client, statement, slots));
      }
      return {
        count: bare.length + 2,
        run: async () => {
          await client.query('begin');
          for (const { text, values } of bare) await client.query(text, values);
          await client.query('commit');
        },
      };
    },
  };
}

/** Bodies are what the recorded statement really sent or got, so that they also compress alike. */
async function bareOf(client: Client, { text, sent, rows }: Statement, slot: number) {
  const returning = rows.length === 0 ? '' : ' returning id, body';
  if (/\binsert\s+into\b/i.test(text)) {
    return { text: `insert into bare (slot, body) values ($1, $2)${returning}`, values: [-slot, sent] };
  }
  if (/^\s*update\b/i.test(text)) {
    const kept = await client.query<{ id: string }>('insert into bare (slot, body) values ($1, $2) returning id', [
      slot,
      sent,
    ]);
    return { text: `update bare set body = $2 where id = $1${returning}`, values: [kept.rows[0]?.id, sent] };
  }
  for (const row of rows) await client.query('insert into bare (slot, body) values ($1, $2)', [slot, row]);
  return { text: 'select id, body from bare where slot = $1', values: [slot] };
}
