import { measureAck } from './ack.ts';
import type { Bench } from './bench.ts';
import { compare, type Pair, quantile } from './distribution.ts';
import { table } from './report.ts';
import { measureStart } from './start.ts';
import { measureVotes } from './vote.ts';

/** `countersign all` beside the bare Bolt app: until ready, and in memory after that. */
export const startBench: Bench = {
  name: 'start',
  summary: 'start until ready, and memory after it, beside a bare Bolt app',
  run: async ({ closing, quick, say, surroundings, served }) => {
    const repetitions = quick ? { pairs: 1, warmUp: 1 } : { pairs: 6, warmUp: 1 };
    const around = await surroundings();
    const url = await served();
    say(`Starting both programs ${repetitions.pairs} times…`);
    const measured = await measureStart(closing, around, url, repetitions);
    const start = { id: 'start', title: 'start until ready, median', unit: 'ms' } as const;
    const memory = { id: 'memory', title: 'resident memory after start, median', unit: 'MB' } as const;
    const lines = [
      { ...start, compared: compare(measured.readyMs) },
      { ...memory, compared: compare(inMb(measured.residentBytes)) },
    ];
    return { text: [table(lines)], measured: { repetitions, lines, ...measured } };
  },
};

/** `/mlops status` to both, until the ack. */
export const ackBench: Bench = {
  name: 'ack',
  summary: 'the ack of /mlops status beside a bare Bolt listener',
  run: async ({ closing, quick, say, surroundings, served }) => {
    const repetitions = quick ? { pairs: 100, warmUp: 20 } : { pairs: 1_000, warmUp: 100 };
    const around = await surroundings();
    const url = await served();
    say(`Sending ${repetitions.pairs} commands to each…`);
    const measured = await measureAck(closing, around, url, repetitions);
    const used = `resident memory after ${repetitions.pairs + repetitions.warmUp} commands`;
    const lines = [
      { id: 'ack-p50', title: 'ack of /mlops status, p50', unit: 'ms', compared: compare(measured.acks, 0.5) },
      { id: 'ack-p99', title: 'ack of /mlops status, p99', unit: 'ms', compared: compare(measured.acks, 0.99) },
      { id: 'memory-used', title: used, unit: 'MB', compared: compare(inMb([measured.residentBytes])) },
    ] as const;
    const answerMs = quantile(measured.answersMs, 0.5).toFixed(1);
    const answer = `  The answer to /mlops status, which the floor does not give, comes ${answerMs} ms after it was sent (median).`;
    return { text: [table(lines), answer], measured: { repetitions, lines, ...measured } };
  },
};

/** Votes, each beside as many bare statements. */
export const voteBench: Bench = {
  name: 'vote',
  summary: 'a vote beside as many bare statements in one transaction',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { requests: 8, warmUp: 2 } : { requests: 80, warmUp: 15 };
    const around = await surroundings();
    const url = await around.newDatabase('voted');
    say(`Casting ${3 * repetitions.requests} votes…`);
    const votes = await measureVotes(closing, around, url, repetitions);
    const all = votes.flatMap(({ pairs }) => pairs);
    const lines = [
      { id: 'vote', title: 'a vote, median', unit: 'ms' as const, compared: compare(all) },
      ...votes.map(({ role, statements, pairs }, at) => ({
        id: `vote-${at + 1}`,
        title: `  by ${role} (${statements} statements)`,
        unit: 'ms' as const,
        compared: compare(pairs),
      })),
    ];
    return { text: [table(lines)], measured: { repetitions, lines, votes } };
  },
};

function inMb(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.map(({ countersign, floor }) => ({ countersign: countersign / 1e6, floor: floor / 1e6 }));
}
