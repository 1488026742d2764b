import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { sweepDigests, tellDigests } from '#operations/digest/tell-digests.ts';
import type { Setting } from '#operations/setting.ts';
import type { Bench } from './bench.ts';
import type { Closing } from './closing.ts';
import { manyTeams, mondayAt, reportOfWeek } from './digests/many-teams.ts';
import { compare } from './distribution.ts';
import { type Observed, observed } from './observed.ts';
import { programSetting } from './program-setting.ts';
import { recordedStatements, type Statement } from './recorded-statements.ts';
import { table } from './report.ts';

interface Round {
  readonly countersign: Observed;
  readonly bare: Observed;
}

/** The digests of a thousand teams with ten models each, beside the bare statements that they send. */
export const digestBench: Bench = {
  name: 'digests',
  summary: 'the weekly digests of 1,000 teams beside the bare statements that they need',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { teams: 100, rounds: 2 } : { teams: 1_000, rounds: 3 };
    const around = await surroundings();
    const databaseUrl = await around.newDatabase('digests');
    let { now } = mondayAt(-1);
    const plain = await programSetting(closing, {
      slackUrl: around.slack.apiUrl,
      databaseUrl,
      urlOf: () => around.mlflow.url,
      now: () => now,
    });
    say(`A company of ${repetitions.teams} teams with ten models each…`);
    const setting = await manyTeams(plain, repetitions.teams, 10);
    await tellAll(setting);
    const monday = async (week: number) => {
      closing.check();
      const { reported, now: at } = mondayAt(week);
      await reportOfWeek(setting, repetitions.teams, reported);
      now = at;
    };
    await monday(0);
    const statements = await recordedStatements(() => tellAll(setting));
    const client = await openClient(closing, databaseUrl);
    const rounds: Round[] = [];
    while (rounds.length < repetitions.rounds) {
      say(`Digests, ${rounds.length + 1} of ${repetitions.rounds}…`);
      await monday(rounds.length + 1);
      const countersign = await observed(() => tellAll(setting));
      await forget(setting);
      rounds.push({ countersign, bare: await observed(() => again(client, statements)) });
      await forget(setting);
    }
    const told = await toldIn(setting);
    if (told < repetitions.teams) throw new Error(`only ${told} digests were told`);
    const line = (id: string, title: string, unit: 'ms' | 'MB', of: (seen: Observed) => number) => ({
      id,
      title,
      unit,
      compared: compare(rounds.map(({ countersign, bare }) => ({ countersign: of(countersign), floor: of(bare) }))),
    });
    const lines = [
      line('digests', `digests of ${repetitions.teams} teams, ${statements.length} statements`, 'ms', ({ ms }) => ms),
      line('digests-cpu', '  processor of our process', 'ms', ({ cpuMs }) => cpuMs),
      line('digests-heap', '  heap above what it was', 'MB', ({ heapBytes }) => heapBytes / 1e6),
      line('digests-block', '  longest block of the event loop', 'ms', ({ blockMs }) => blockMs),
    ];
    return { text: [table(lines)], measured: { repetitions, statements: statements.length, rounds } };
  },
};

/** As the bell and the worker do, until nothing is due. */
async function tellAll(setting: Setting): Promise<void> {
  let due = true;
  const seen: Setting = {
    ...setting,
    sendJob: async (tx, name, ...job) => {
      if (name === 'tell-digests') due = true;
      else await setting.sendJob(tx, name, ...job);
    },
  };
  while (due) {
    due = false;
    await sweepDigests(seen);
    if (due) {
      due = false;
      await tellDigests(seen);
    }
  }
}

async function openClient(closing: Closing, connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  closing.add(() => client.end());
  return client;
}

/** The same statements with the same parameters, one after the other on one connection. */
async function again(client: Client, statements: readonly Statement[]): Promise<void> {
  for (const { text, sent } of statements) {
    const values: unknown[] = JSON.parse(sent);
    await client.query(text, values);
  }
}

/** What a Monday wrote, apart from the slots of other weeks. */
async function forget({ db }: Setting): Promise<void> {
  await db.execute(sql`delete from pgboss.job where name = 'perform-effect'`);
  await db.execute(sql`delete from effects`);
  await db.execute(sql`delete from messages`);
  await db.execute(sql`delete from digest_slots where period = '2026-11-23'`);
}

async function toldIn({ db }: Setting): Promise<number> {
  const { rows } = await db.execute(
    sql`select count(*) from digest_slots where state = 'told' and period = '2026-11-30'`,
  );
  return Number(rows[0]?.['count']);
}
