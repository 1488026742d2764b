import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type LookUpFault,
  type SendFault,
  Simulation,
  type Step,
  type VirtualDatabase,
  virtualDatabase,
} from './effects-world.ts';

let database: VirtualDatabase;
beforeAll(async () => {
  database = await virtualDatabase();
});
afterAll(() => database.close());

/** `FAULT_RUNS=20000 npx vitest run test/faults/effects-interleaved` for a long night. */
const runs = Number(process.env['FAULT_RUNS'] ?? 120);

/** What happens to time between steps: it passes; the first worker's machine is suspended; the second's clock is set. */
type Move = { readonly passesMs: number; readonly what: 'passes' | 'suspends the first' | 'sets the second back' };

const plans = fc.record({
  sends: fc.array(fc.constantFrom<SendFault>('none', 'told_to_wait', 'refused', 'lost', 'late', 'dropped'), {
    maxLength: 5,
  }),
  lookUps: fc.array(fc.constantFrom<LookUpFault>('none', 'cannot_tell', 'fails'), { maxLength: 4 }),
  blocks: fc.boolean(),
  moves: fc.array(
    fc.record<Move>({
      passesMs: fc.constantFrom(20, 9_000, 30_000, 49_000, 51_000, 90_000),
      what: fc.constantFrom<Move['what']>('passes', 'suspends the first', 'sets the second back'),
    }),
    { maxLength: 8 },
  ),
  picks: fc.tuple(...[0, 1].map(() => fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 5 }))),
  /** The step of each worker at which its process dies, once; a new one goes on with what it had left. */
  deaths: fc.tuple(...[0, 1].map(() => fc.option(fc.record({ at: fc.nat({ max: 20 }), after: fc.boolean() })))),
});

type Plan = typeof plans extends fc.Arbitrary<infer P> ? P : never;

/** Two workers over two effects of one channel, interleaved call by call as the scheduler says, then a calm end. */
async function run(scheduler: fc.Scheduler, plan: Plan, withoutLookUp: boolean): Promise<Simulation> {
  const simulation = await new Simulation(database, { ...plan, withoutLookUp }).begin();
  const skews = [0, 1].map(() => ({ monotonicMs: 0, wallMs: 0 }));
  const workers = plan.picks.map(async (picks, worker) => {
    const death = plan.deaths[worker] ?? null;
    let count = 0;
    let die: () => void = () => {};
    const step: Step = async (label, call) => {
      const dying = death !== null && count++ === death.at;
      if (dying && !death.after) return await never(() => die());
      const answer = await scheduled(scheduler, `${worker} ${label}`, call);
      return dying ? await never(() => die()) : answer;
    };
    const work = simulation.worker(() => step, skews[worker]);
    for (const pick of picks) {
      const dead = new Promise<void>((resolve) => {
        die = resolve;
      });
      await Promise.race([work(simulation.ids[pick] ?? ''), dead]);
    }
  });
  const time = (async () => {
    for (const { passesMs, what } of plan.moves) {
      await scheduled(scheduler, `time ${what} ${passesMs}`, () => database.advance(passesMs));
      const [first, second] = skews;
      if (what === 'suspends the first' && first !== undefined) first.monotonicMs -= passesMs;
      if (what === 'sets the second back' && second !== undefined) second.wallMs -= 3_600_000;
    }
  })();
  await scheduler.waitFor(Promise.all([...workers, time]));
  await simulation.comeToRest();
  return simulation;
}

function scheduled<T>(scheduler: fc.Scheduler, label: string, call: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    scheduler.scheduleSequence([{ label, builder: () => call().then(resolve, reject) }]);
  });
}

function never(die: () => void): Promise<never> {
  die();
  return new Promise<never>(() => {});
}

describe('two workers, interleaved call by call', () => {
  test('leave each message at most once, in order, with the truth about it on the record', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
        await (await run(scheduler, plan, false)).check();
      }),
      { numRuns: runs, endOnFailure: runs < 1_000 },
    );
  });

  test('would not if nobody looked first: these histories can tell', async () => {
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
        await (await run(scheduler, plan, true)).check();
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
    expect(String(found.errorInstance)).toMatch(/messages of an effect|order in the channel/);
  });
});
