import type pg from 'pg';
import { combinations, madeDays, teams } from './made-bill.ts';

/** The least that could keep a bill and answer from it. */
export interface BareLines {
  /** Takes all rows away and puts as many back, in one transaction. */
  replace(): Promise<void>;
  /** What each day of a team came to, from a table that was summed for just this question and has an index for it. */
  ask(team: number): Promise<unknown>;
}

/** As many rows as the bill of the bench has, of nothing but a day, names, labels and an amount. */
export async function openBareLines(pool: pg.Pool): Promise<BareLines> {
  await pool.query(`create table bare_lines (day date not null, project text not null, service text not null,
    sku text not null, labels jsonb not null, amount numeric not null)`);
  await pool.query('create index on bare_lines (day)');
  await pool.query(
    `create table bare_sums as
    select team, day::date as day, (team * 17 + 3)::numeric / 7 as amount
    from generate_series(0, ${teams - 1}) as team, generate_series($1::date, $2::date, interval '1 day') as day`,
    [madeDays.first, madeDays.last],
  );
  await pool.query('create unique index on bare_sums (team, day)');
  return {
    replace: () => replace(pool),
    ask: (team) =>
      pool.query({
        name: 'ask',
        text: 'select day, sum(amount) from bare_sums where team = $1 and day between $2 and $3 group by day order by day',
        values: [team, madeDays.first, madeDays.last],
      }),
  };
}

async function replace(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('delete from bare_lines');
    await client.query(
      `insert into bare_lines
      select day, 'project-' || at % 40, 'Service ' || at % 8, 'SKU ' || at % 30,
        jsonb_build_object('team', jsonb_build_object('value', 'team-' || at % 20, 'from', 'resource'),
          'model', jsonb_build_object('value', 'model-' || at % 200, 'from', 'resource')), at * 1.000001
      from generate_series(0, $1::integer - 1) as at, generate_series($2::date, $3::date, interval '1 day') as day`,
      [combinations, madeDays.first, madeDays.last],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}
