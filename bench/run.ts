import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type AckMeasured, measureAck } from './ack.ts';
import { type Closing, Interrupted, interruption, openClosing } from './closing.ts';
import { compare, type Pair, quantile } from './distribution.ts';
import { type Line, table } from './report.ts';
import { measureStart, type StartMeasured } from './start.ts';
import { root, startSurroundings } from './surroundings.ts';
import { measureVotes, type VoteMeasured } from './vote.ts';

const { quick = false } = parseArgs({ options: { quick: { type: 'boolean' } } }).values;
const repetitions = quick
  ? { start: { pairs: 1, warmUp: 1 }, ack: { pairs: 100, warmUp: 20 }, vote: { requests: 8, warmUp: 2 } }
  : { start: { pairs: 6, warmUp: 1 }, ack: { pairs: 1_000, warmUp: 100 }, vote: { requests: 80, warmUp: 15 } };

interface Measured {
  readonly start: StartMeasured;
  readonly ack: AckMeasured;
  readonly votes: readonly VoteMeasured[];
}

async function measure(closing: Closing): Promise<Measured> {
  say('Starting PostgreSQL, a pretend Slack and a pretend MLflow…');
  const around = await startSurroundings(closing);
  const served = await around.newDatabase('served');
  say(`Starting both programs ${repetitions.start.pairs} times…`);
  const start = await measureStart(closing, around, served, repetitions.start);
  say(`Sending ${repetitions.ack.pairs} commands to each…`);
  const ack = await measureAck(closing, around, served, repetitions.ack);
  say(`Casting ${3 * repetitions.vote.requests} votes…`);
  const votes = await measureVotes(closing, around, await around.newDatabase('voted'), repetitions.vote);
  return { start, ack, votes };
}

function linesOf({ start, ack, votes }: Measured): readonly Line[] {
  const all = votes.flatMap(({ pairs }) => pairs);
  return [
    { id: 'ack-p50', title: 'ack of /mlops status, p50', unit: 'ms', compared: compare(ack.acks, 0.5) },
    { id: 'ack-p99', title: 'ack of /mlops status, p99', unit: 'ms', compared: compare(ack.acks, 0.99) },
    { id: 'vote', title: 'a vote, median', unit: 'ms', compared: compare(all) },
    ...votes.map(
      ({ role, statements, pairs }, at): Line => ({
        id: `vote-${at + 1}`,
        title: `  by ${role} (${statements} statements)`,
        unit: 'ms',
        compared: compare(pairs),
      }),
    ),
    { id: 'start', title: 'start until ready, median', unit: 'ms', compared: compare(start.readyMs) },
    {
      id: 'memory',
      title: 'resident memory after start, median',
      unit: 'MB',
      compared: compare(inMb(start.residentBytes)),
    },
    {
      id: 'memory-used',
      title: `resident memory after ${repetitions.ack.pairs + repetitions.ack.warmUp} commands`,
      unit: 'MB',
      compared: compare(inMb([ack.residentBytes])),
    },
  ];
}

function inMb(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.map(({ countersign, floor }) => ({ countersign: countersign / 1e6, floor: floor / 1e6 }));
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

async function main(closing: Closing): Promise<void> {
  const from = performance.now();
  const on = machine();
  const measured = await measure(closing);
  const lines = linesOf(measured);
  const seconds = (performance.now() - from) / 1000;
  const answerMs = quantile(measured.ack.answersMs, 0.5);
  say(`\n${table(lines)}\n`);
  say('  In brackets: 95 of 100 resamplings of the pairs. A pair is one turn of each, one right after the other.');
  say(
    `  The answer to /mlops status, which the floor does not give, comes ${answerMs.toFixed(1)} ms after it was sent (median).`,
  );
  say(
    `  ${on.cores} cores of ${on.cpu}, Node ${on.node}, load ${on.loadBefore?.toFixed(1)} before; ${seconds.toFixed(0)} s.`,
  );
  const votes = measured.votes.map(({ role, statements, bytes }) => ({ role, statements, bytes }));
  const result = { at: new Date().toISOString(), quick, seconds, machine: on, repetitions, lines, votes, answerMs };
  writeFileSync(`${root}bench/results.json`, `${JSON.stringify({ ...result, measured }, null, 1)}\n`);
}

const closing = openClosing();
try {
  await Promise.race([main(closing), interruption()]);
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
  say(`\n${error.message}: stopping…`);
  process.exitCode = 130;
} finally {
  await closing.all();
}
if (process.exitCode === 130) process.exit();
