import pg from 'pg';
import { askCost } from '#operations/cost/ask-cost.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import type { Setting } from '#operations/setting.ts';
import { costAnswer } from '#views/cost-answer.ts';
import { atARate } from './at-a-rate.ts';
import { openBareLines } from './bare-lines.ts';
import type { Bench } from './bench.ts';
import { compare, type Pair } from './distribution.ts';
import { madeBill, teams } from './made-bill.ts';
import { programSetting } from './program-setting.ts';
import { table } from './report.ts';

/** The evening of the last day of the bill, so that one reading takes all of it. */
const evening = Date.parse('2026-11-26T21:00:00Z');
const perSecond = 200;
/** Somebody of the shipped people.yaml. */
const slackUser = 'U0BEN0002';

/** 60 questions, as many as are asked in earnest over and over: each team, and everything, split in some ways. */
const asked = [
  ...Array.from({ length: teams }, (_, team) => `team=team-${team}`),
  ...Array.from({ length: teams }, (_, team) => `team=team-${team} --by env --last 7d`),
  ...['team', 'model', 'env', 'service', 'sku'].flatMap((by) =>
    ['7d', '14d', '28d', '30d'].map((last) => `all --by ${by} --last ${last}`),
  ),
];

/** The nightly roll-up of a bill, and `/mlops cost` from it. */
export const costAnswersBench: Bench = {
  name: 'cost-answers',
  summary: 'rolling up 35 days of 2,000 combinations of labels, and /mlops cost at 200 questions a second',
  run: async ({ closing, quick, say, surroundings }) => {
    const around = await surroundings();
    const databaseUrl = await around.newDatabase('cost-answers');
    const plain = await programSetting(closing, {
      slackUrl: around.slack.apiUrl,
      databaseUrl,
      urlOf: () => 'http://127.0.0.1:9',
      now: () => evening,
    });
    const setting: Setting = { ...plain, costs: new Map([['bill', madeBill()]]) };
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    closing.add(() => pool.end());
    const bare = await openBareLines(pool);

    say('Rolling up 35 days of 2,000 combinations of labels…');
    const rolled: Pair[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      closing.check();
      const countersign = await time(() => rollUpAll(setting));
      rolled.push({ countersign, floor: await time(() => bare.replace()) });
      await pool.query("update cost_sources set next_at = 'epoch'");
    }

    say(`Asking ${perSecond} times a second…`);
    const ask = async (text: string) =>
      JSON.stringify(costAnswer(await askCost(setting, { text, slackUser })).blocks).length;
    const first: Pair[] = [];
    for (const [at, text] of asked.entries()) {
      first.push({ countersign: await time(() => ask(text)), floor: await time(() => bare.ask(at % teams)) });
    }
    const pairs: Pair[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      closing.check();
      const count = perSecond * (quick ? 2 : 5);
      const ours = await atARate(perSecond, count, (at) => ask(asked[(at * 7) % asked.length] ?? ''));
      const floor = await atARate(perSecond, count, (at) => bare.ask(at % teams));
      pairs.push(...ours.map((countersign, at) => ({ countersign, floor: floor[at] ?? 0 })));
    }
    const lines = [
      { id: 'roll-up', title: 'roll-up of 35 days', unit: 'ms' as const, compared: compare(rolled) },
      { id: 'first', title: 'a question for the first time', unit: 'ms' as const, compared: compare(first) },
      { id: 'p50', title: `at ${perSecond} a second, p50`, unit: 'ms' as const, compared: compare(pairs) },
      { id: 'p99', title: '  p99', unit: 'ms' as const, compared: compare(pairs, 0.99) },
    ];
    return { text: [table(lines, 'bare rows')], measured: { perSecond, questions: asked.length, lines, pairs } };
  },
};

/** One night: whatever turns the bill takes. */
async function rollUpAll(setting: Setting): Promise<void> {
  await sweepCosts(setting);
  await rollUp(setting, 'bill');
}

async function time(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}
