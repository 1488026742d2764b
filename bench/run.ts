import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Context } from './bench.ts';
import { Interrupted, interruption, openClosing } from './closing.ts';
import { costAnswersBench } from './cost-answers.ts';
import { costBench } from './cost-rollup.ts';
import { driftBurstBench } from './drift-burst.ts';
import { engineBench } from './evaluator/engine-bench.ts';
import { growthBench } from './evaluator/growth-bench.ts';
import { parseBench } from './evaluator/parse-bench.ts';
import { followBench } from './follow-bench.ts';
import { ledgerBench } from './ledger.ts';
import { maturityBench } from './maturity-signals.ts';
import { slackBench } from './pretend-slack.ts';
import { ackBench, startBench, voteBench } from './program-benches.ts';
import { statusBench } from './status.ts';
import { root, type Surroundings, startSurroundings } from './surroundings.ts';
import { syncBench } from './sync-bench.ts';
import { digestBench } from './weekly-digests.ts';

/** In the order they run: the programs first, while nothing else is in memory. */
const benches = [
  startBench,
  ackBench,
  voteBench,
  statusBench,
  syncBench,
  followBench,
  driftBurstBench,
  engineBench,
  growthBench,
  parseBench,
  costBench,
  costAnswersBench,
  ledgerBench,
  digestBench,
  maturityBench,
  slackBench,
];

const closing = openClosing();

function asked(names: readonly string[]): readonly Bench[] {
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length === 0) return names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name));
  const known = benches.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n');
  throw new RangeError(`There is no bench ${unknown.join(', ')}. Name some of these, or none for all:\n${known}`);
}

function contextOf(quick: boolean): Context {
  let around: Promise<Surroundings> | null = null;
  let served: Promise<string> | null = null;
  const surroundings = () => {
    if (around === null) say('Starting PostgreSQL, a pretend Slack and a pretend MLflow…');
    return (around ??= startSurroundings(closing));
  };
  return {
    closing,
    quick,
    say,
    surroundings,
    served: () => (served ??= surroundings().then(async (around) => await around.newDatabase('served'))),
  };
}

function machine() {
  return {
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.versions.node,
    /** Of the minute before the run: over the number of cores, somebody else was at work. */
    loadBefore: loadavg()[0],
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(chosen: readonly Bench[], quick: boolean): Promise<void> {
  const from = performance.now();
  const on = machine();
  const context = contextOf(quick);
  const measured: Record<string, unknown> = {};
  for (const bench of chosen) {
    const outcome = await bench.run(context);
    measured[bench.name] = outcome.measured;
    say(`\n${outcome.text.join('\n\n')}\n`);
  }
  const seconds = (performance.now() - from) / 1000;
  say('  In brackets: 95 of 100 resamplings of the pairs. A pair is one turn of each, one right after the other.');
  say(
    `  ${on.cores} cores of ${on.cpu}, Node ${on.node}, load ${on.loadBefore?.toFixed(1)} before; ${seconds.toFixed(0)} s.`,
  );
  const result = { at: new Date().toISOString(), quick, seconds, machine: on, measured };
  writeFileSync(`${root}bench/results.json`, `${JSON.stringify(result, null, 1)}\n`);
}

try {
  const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
  await Promise.race([main(asked(positionals), values.quick ?? false), interruption()]);
} catch (error) {
  if (error instanceof RangeError) {
    say(error.message);
    process.exitCode = 2;
  } else if (error instanceof Interrupted) {
    say(`\n${error.message}: stopping…`);
    process.exitCode = 130;
  } else throw error;
} finally {
  await closing.all();
}
if (process.exitCode === 130) process.exit();
