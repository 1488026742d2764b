import type { Bench, Context } from '../bench.ts';
import { type Comparison, compare, type Pair } from '../distribution.ts';
import { amount, grid, text } from '../report.ts';
import { cedar } from './as-cedar.ts';
import { jsonRules } from './as-json-rules.ts';
import { countersign } from './as-playbook.ts';
import { type Engine, type PolicyName, policies, promotionCases } from './promotion-case.ts';

const others = [cedar, jsonRules];
const engines = [countersign, ...others];

/** Microseconds of each engine, one number a round. */
type Rounds = ReadonlyMap<Engine, number[]>;

/** Equal policies in Countersign, Cedar and json-rules-engine; that they decide alike is proved by a test. */
export const engineBench: Bench = {
  name: 'evaluator',
  summary: 'judging and preparing equal policies beside Cedar and json-rules-engine',
  run: async (context) => {
    const repetitions = context.quick ? { rounds: 6, cases: 50 } : { rounds: 60, cases: 200 };
    const found = [];
    for (const policy of policies) {
      context.say(`Judging "${policy}" in ${engines.map(({ name }) => name).join(', ')}…`);
      const judging = await judge(context, policy, repetitions);
      found.push({ policy, judging, preparing: await prepare(context, policy, repetitions.rounds) });
    }
    const judged = found.map(({ policy, judging }) => [policy, ...rates(judging), ...ratios(judging)]);
    const prepared = found.map(({ policy, preparing }) => [policy, ...times(preparing), ...ratios(preparing)]);
    const names = engines.map(({ name }) => name);
    const beside = others.map(({ name }) => `time ÷ ${name}`);
    return {
      text: [
        grid(['evaluations a second', ...names, ...beside], judged),
        grid(['from text to ready', ...names, ...beside], prepared),
      ],
      measured: { repetitions, policies: found.map(plain) },
    };
  },
};

/** A round judges every case once in each engine; who begins changes from round to round. */
async function judge({ closing }: Context, policy: PolicyName, repetitions: { rounds: number; cases: number }) {
  const cases = promotionCases(repetitions.cases, 1);
  const ready = new Map(engines.map((engine) => [engine, cases.map(engine.prepare(policy))]));
  return await inTurns(closing, repetitions.rounds, async (engine) => {
    for (const decide of ready.get(engine) ?? []) {
      const allowed = decide();
      if (typeof allowed !== 'boolean') await allowed;
    }
    return cases.length;
  });
}

/** Reads the policy's text anew each time. */
async function prepare({ closing }: Context, policy: PolicyName, rounds: number) {
  return await inTurns(closing, rounds, async (engine) => {
    const times = engine === countersign ? 2 : 20;
    for (let i = 0; i < times; i += 1) engine.prepare(policy);
    return times;
  });
}

/** The time of one of what `work` does that many of, of each engine in turns. The first rounds warm up. */
async function inTurns(
  closing: Context['closing'],
  rounds: number,
  work: (engine: Engine) => Promise<number>,
): Promise<Rounds> {
  const measured = new Map(engines.map((engine) => [engine, [] as number[]]));
  for (let round = -Math.ceil(rounds / 5); round < rounds; round += 1) {
    closing.check();
    for (let turn = 0; turn < engines.length; turn += 1) {
      const engine = engines[(rounds + round + turn) % engines.length] ?? countersign;
      const from = performance.now();
      const done = await work(engine);
      if (round >= 0) measured.get(engine)?.push(((performance.now() - from) / done) * 1_000);
    }
    // Lets a Ctrl-C in between.
    await new Promise(setImmediate);
  }
  return measured;
}

function beside(rounds: Rounds, other: Engine): Comparison {
  const theirs = rounds.get(other) ?? [];
  const pairs = (rounds.get(countersign) ?? []).map(
    (ours, i): Pair => ({ countersign: ours, floor: theirs[i] ?? ours }),
  );
  return compare(pairs);
}

function ratios(rounds: Rounds): readonly string[] {
  return others.map((other) => {
    const { ratio, pairs } = beside(rounds, other);
    return text(ratio, '×', pairs);
  });
}

function times(rounds: Rounds): readonly string[] {
  return engines.map((engine) => `${amount(beside(rounds, engine).floor.value)} µs`);
}

function rates(rounds: Rounds): readonly string[] {
  return engines.map((engine) => Math.round(1e6 / beside(rounds, engine).floor.value).toLocaleString('en-US'));
}

function plain({ policy, judging, preparing }: { policy: PolicyName; judging: Rounds; preparing: Rounds }) {
  const micros = (rounds: Rounds) => Object.fromEntries([...rounds].map(([{ name }, values]) => [name, values]));
  return { policy, judgingMicros: micros(judging), preparingMicros: micros(preparing) };
}
