import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { lookAtUseCases } from '#operations/assess/look-at-use-cases.ts';
import { allInTurns } from '#operations/maturity/all-in-turns.ts';
import { maturityPageOf } from '#operations/maturity/present-maturity.ts';
import { recordWeek } from '#operations/maturity/record-week.ts';
import type { Setting } from '#operations/setting.ts';
import type { Bench } from './bench.ts';
import { manyTeams, mondayAt } from './digests/many-teams.ts';
import { compare } from './distribution.ts';
import { practise, recordedBefore } from './maturity/seen-practice.ts';
import { type Observed, observed } from './observed.ts';
import { programSetting } from './program-setting.ts';
import { recordedStatements } from './recorded-statements.ts';
import { table } from './report.ts';

interface Round {
  readonly countersign: Observed;
  readonly bare: Observed;
}

interface Work {
  readonly id: string;
  readonly title: string;
  readonly run: (setting: Setting) => Promise<unknown>;
  /** Takes away what it wrote, so that it can be done again. */
  readonly undo?: (setting: Setting) => Promise<unknown>;
}

const modelsEach = 10;
const { now } = mondayAt(0);
const week = '2026-11-23';

const works: readonly Work[] = [
  {
    id: 'week',
    title: 'the week of every model and team recorded',
    run: async (setting) => recordWeek(setting, week),
    undo: async ({ db }) => db.execute(sql`delete from maturity_weeks where week = ${week}`),
  },
  { id: 'look-out', title: 'use cases compared with what is seen', run: lookAtUseCases },
  { id: 'digest', title: 'maturity of all as its digest tells it', run: allInTurns },
  { id: 'all', title: 'maturity of all', run: async (setting) => maturityPageOf(setting, { kind: 'all' }) },
  {
    id: 'team',
    title: 'maturity of one team',
    run: async (setting) => maturityPageOf(setting, { kind: 'team', team: 'team-0007' }),
  },
];

/** The maturity of a thousand teams with ten models each, beside the bare statements that it is told from. */
export const maturityBench: Bench = {
  name: 'maturity',
  summary: 'the maturity signals of 1,000 teams and 10,000 models beside the bare statements that they need',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { teams: 100, rounds: 2 } : { teams: 1_000, rounds: 3 };
    const around = await surroundings();
    const databaseUrl = await around.newDatabase('maturity');
    const plain = await programSetting(closing, {
      slackUrl: around.slack.apiUrl,
      databaseUrl,
      urlOf: () => around.mlflow.url,
      now: () => now,
    });
    say(`A company of ${repetitions.teams} teams with ten models each, and what they did in 90 days…`);
    const { mlflow } = Object.fromEntries(plain.registries);
    if (mlflow === undefined) throw new Error('the shipped org.yaml has no mlflow');
    const registries = new Map([['mlflow', mlflow]]);
    const filled = await manyTeams({ ...plain, registries }, repetitions.teams, modelsEach);
    const setting = { ...filled, drift: { ...filled.drift, hooks: new Set(['monitor']) } };
    await practise(setting, repetitions.teams * modelsEach, now);
    await recordWeek(setting, week);
    await recordedBefore(setting, week);
    await lookAtUseCases(setting);
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    closing.add(() => client.end());

    const lines = [];
    const measured: Record<string, unknown> = {};
    for (const { id, title, run, undo } of works) {
      await undo?.(setting);
      const sent = await recordedStatements(() => run(setting));
      const statements = sent.map(({ text, sent: values }) => ({ text, values }));
      const rounds: Round[] = [];
      while (rounds.length < repetitions.rounds) {
        closing.check();
        say(`${title}, ${rounds.length + 1} of ${repetitions.rounds}…`);
        await undo?.(setting);
        const countersign = await observed(() => run(setting));
        await undo?.(setting);
        const bare = await observed(async () => {
          for (const { text, values } of statements) await client.query(text, JSON.parse(values));
        });
        rounds.push({ countersign, bare });
      }
      measured[id] = { statements: statements.length, rounds };
      lines.push(...linesOf(id, `${title}, ${statements.length} statements`, rounds));
    }
    return { text: [table(lines)], measured: { repetitions, works: measured } };
  },
};

function linesOf(id: string, title: string, rounds: readonly Round[]) {
  const line = (part: string, words: string, unit: 'ms' | 'MB', of: (seen: Observed) => number) => ({
    id: `maturity-${id}${part}`,
    title: words,
    unit,
    compared: compare(rounds.map(({ countersign, bare }) => ({ countersign: of(countersign), floor: of(bare) }))),
  });
  return [
    line('', title, 'ms', ({ ms }) => ms),
    line('-heap', '  heap above what it was', 'MB', ({ heapBytes }) => heapBytes / 1e6),
    line('-block', '  longest block of the event loop', 'ms', ({ blockMs }) => blockMs),
  ];
}
