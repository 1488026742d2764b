import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { bareRows } from './bare-rows.ts';
import type { Bench } from './bench.ts';
import type { Closing } from './closing.ts';
import { compare } from './distribution.ts';
import { burstModels } from './drift-events.ts';
import { observed } from './observed.ts';
import { type Program, startCountersignWith } from './program.ts';
import { grid, table } from './report.ts';
import { root, type Surroundings } from './surroundings.ts';

const secret = 'a secret of the bench alone';
/** How many deliveries are under way at a time. */
const width = 32;
const patienceMs = 600_000;

interface Burst {
  readonly events: number;
  /** Until the last event was stored and answered, and until all were read and judged, since the first was sent. */
  readonly storedMs: number;
  readonly judgedMs: number;
  readonly bareMs: number;
  /** Of the receiving process: before the burst, and the most while it lasted. */
  readonly restBytes: number;
  readonly peakBytes: number;
  readonly sent: number;
  readonly stored: number;
  readonly accepted: number;
  readonly values: number;
}

/**
 * Bursts of drift events over HTTP, sent by one process to `countersign all` in another, until all are stored, read and
 * judged, beside bare inserts of the same rows. The small one shows what memory a burst takes whatever its size.
 */
export const driftBurstBench: Bench = {
  name: 'drift',
  summary: '10,000 drift events in a burst beside bare inserts of the same rows',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { small: 500, large: 1_000, bursts: 2 } : { small: 1_000, large: 10_000, bursts: 3 };
    const around = await surroundings();
    const bursts: Burst[] = [];
    for (let at = 0; at < repetitions.bursts; at += 1) {
      for (const events of [repetitions.small, repetitions.large]) {
        closing.check();
        say(`A burst of ${events} drift events, ${at + 1} of ${repetitions.bursts}…`);
        bursts.push(await measureBurst(closing, around, `burst${at}of${events}`, events));
      }
    }
    const large = bursts.filter(({ events }) => events === repetitions.large);
    return { text: [table(linesOf(large)), counts(bursts)], measured: { repetitions, bursts } };
  },
};

async function measureBurst(closing: Closing, around: Surroundings, name: string, events: number): Promise<Burst> {
  const databaseUrl = await around.newDatabase(name);
  const variables = { COUNTERSIGN_MONITOR_WEBHOOK_SECRET: secret };
  const program = await startCountersignWith(variables, closing, around, databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const count = async (query: string) => Number((await pool.query<{ n: string }>(query)).rows[0]?.n);
  try {
    // So that it is known which models there are.
    await until(async () => (await count('select count(*) as n from models')) >= burstModels.length);
    await sleep(500);
    const restBytes = program.residentBytes();
    const memory = watchMemory(program);
    const from = performance.now();
    const storedMs = await send(closing, program, events);
    await until(async () => (await count('select count(*) as n from hook_events where handled_at is null')) === 0);
    await until(async () => (await count('select count(*) as n from drift_models where dirty_from is not null')) === 0);
    const judgedMs = performance.now() - from;
    const peakBytes = memory.stop();
    await program.stop();
    const bare = await bareRows(databaseUrl, ['hook_events', 'drift_reports', 'drift_points'], width);
    return {
      events,
      storedMs,
      judgedMs,
      bareMs: (await observed(() => bare.run())).ms,
      restBytes,
      peakBytes,
      sent: events + Math.ceil(events / 20),
      stored: await count("select count(*) as n from hook_events where external_id like 'burst-%'"),
      accepted: await count("select count(*) as n from hook_events where state = 'accepted'"),
      values: await count('select count(*) as n from drift_points'),
    };
  } finally {
    await program.stop();
    await pool.end();
  }
}

/** Looks every 50 ms how much the process has resident; what it was most. */
function watchMemory(program: Program): { readonly stop: () => number } {
  let most = program.residentBytes();
  const look = () => {
    try {
      most = Math.max(most, program.residentBytes());
    } catch {
      // It ended, which its sender notices too and tells.
    }
  };
  const timer = setInterval(look, 50);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

/** Has another process send the burst; how long that took, in milliseconds. */
async function send(closing: Closing, program: Program, events: number): Promise<number> {
  closing.check();
  const words = [`http://127.0.0.1:${program.port}/hooks/monitor`, secret, String(events), String(width)];
  const child = fork(`${root}bench/drift-sender.script.ts`, words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  closing.add(() => void child.kill('SIGKILL'));
  return await new Promise<number>((resolve, reject) => {
    child.once('message', (ms) => resolve(Number(ms)));
    child.once('exit', () =>
      reject(new Error(`the sender ended before it had sent all. The receiver said:\n${program.said()}`)),
    );
  });
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const from = performance.now();
  while (!(await done())) {
    if (performance.now() - from > patienceMs) throw new Error('it was not done within ten minutes');
    await sleep(100);
  }
}

function linesOf(bursts: readonly Burst[]) {
  const line = (id: string, title: string, of: (burst: Burst) => number) => ({
    id: `drift-${id}`,
    title,
    unit: 'ms' as const,
    compared: compare(bursts.map((burst) => ({ countersign: of(burst), floor: burst.bareMs }))),
  });
  return [
    line('whole', 'a burst: stored, read and judged', ({ judgedMs }) => judgedMs),
    line('stored', '  of it verified, stored and answered over HTTP', ({ storedMs }) => storedMs),
  ];
}

function counts(bursts: readonly Burst[]): string {
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return grid(
    ['a burst', 'deliveries', 'events stored', 'accepted', 'values', 'a second', 'resident before', 'at most'],
    bursts.map(({ events, sent, stored, accepted, values, storedMs, restBytes, peakBytes }) => [
      events.toLocaleString('en'),
      ...[sent, stored, accepted, values, Math.round((sent / storedMs) * 1000)].map((one) => one.toLocaleString('en')),
      mb(restBytes),
      mb(peakBytes),
    ]),
  );
}
