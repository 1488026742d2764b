import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  attemptWithCrash,
  type SendFault,
  Simulation,
  type Step,
  straight,
  type VirtualDatabase,
  virtualDatabase,
} from './effects-world.ts';

let database: VirtualDatabase;
beforeAll(async () => {
  database = await virtualDatabase();
});
afterAll(() => database.close());

const faults: readonly SendFault[] = ['none', 'told_to_wait', 'not_connected', 'refused', 'lost', 'late', 'dropped'];

/** Every history in which one worker dies once: before or after each of its steps, at each fault of its first send. */
async function everyCrash(withoutLookUp: boolean, judge: (simulation: Simulation) => Promise<void>): Promise<number> {
  let histories = 0;
  for (const fault of faults) {
    for (const after of [false, true]) {
      for (let at = 0; ; at += 1) {
        const simulation = await new Simulation(database, { sends: [fault], withoutLookUp }).begin();
        const { crashed } = await attemptWithCrash(simulation, simulation.ids[0] ?? '', { at, after });
        await simulation.comeToRest();
        await judge(simulation);
        histories += 1;
        if (!crashed) break;
      }
    }
  }
  return histories;
}

describe('a worker that dies', () => {
  test('at any step, at any fault, leaves exactly one message, in order and on the record', async () => {
    expect(await everyCrash(false, (simulation) => simulation.check())).toBeGreaterThan(60);
  });

  test('would leave two if nobody looked first: these histories can tell', async () => {
    let doubled = 0;
    await everyCrash(true, async (simulation) => {
      const effects = simulation.landed.map((one) => one.effect);
      if (new Set(effects).size < effects.length) doubled += 1;
    });
    expect(doubled).toBeGreaterThan(5);
  });

  test('twice in a row, while looking up what the first left, changes nothing about that', async () => {
    for (let at = 0; at < 8; at += 1) {
      const simulation = await new Simulation(database, { sends: ['late'] }).begin();
      const [id = ''] = simulation.ids;
      await attemptWithCrash(simulation, id, { at: 3, after: false });
      await database.advance(90_000);
      await attemptWithCrash(simulation, id, { at, after: true });
      await simulation.comeToRest();
      await simulation.check();
    }
  });
});

describe('an effect of unknown outcome', () => {
  test('becomes unresolved after as many looks that cannot tell, and holds up only its own order', async () => {
    for (const blocks of [false, true]) {
      const lookUps = ['cannot_tell', 'fails', 'cannot_tell'] as const;
      const simulation = await new Simulation(database, { sends: ['lost'], lookUps, blocks }).begin();
      const [first = '', second = ''] = simulation.ids;
      const work = simulation.worker(() => straight);
      expect(await work(first)).toBe('unclear');
      for (const afterMs of [90_000, 90_000, 420_000]) {
        await database.advance(afterMs - 1);
        expect(await work(first)).toBe('not_ours');
        expect(await work(second)).toBe('not_ours');
        await database.advance(1);
        await work(first);
      }
      expect((await simulation.rows())[0]).toMatchObject({ state: 'unresolved', lookUps: 2, blocks });
      expect(await work(second)).toBe(blocks ? 'not_ours' : 'confirmed');
      expect(simulation.landed.filter((one) => one.effect === first)).toHaveLength(1);
    }
  });

  test('is not looked for before whatever was sent must have landed and shown', async () => {
    const simulation = await new Simulation(database, { sends: ['late'], effects: 1 }).begin();
    const [id = ''] = simulation.ids;
    const work = simulation.worker(() => straight);
    expect(await work(id)).toBe('unclear');
    const { timeoutMs, graceMs, lagMs } = simulation.limits;
    await database.advance(timeoutMs + graceMs + lagMs - 1);
    expect(await work(id)).toBe('not_ours');
    await simulation.comeToRest();
    await simulation.check();
  });
});

describe('a send that was not taken', () => {
  test('is tried again when the other system said, with nothing noted as sent', async () => {
    const simulation = await new Simulation(database, { sends: ['told_to_wait'], effects: 1 }).begin();
    const [id = ''] = simulation.ids;
    const work = simulation.worker(() => straight);
    expect(await work(id)).toBe('later');
    expect((await simulation.rows())[0]).toMatchObject({ state: 'intent', firstSentAt: null, lastSentAt: null });
    await database.advance(6_999);
    expect(await work(id)).toBe('not_ours');
    await database.advance(1);
    expect(await work(id)).toBe('confirmed');
  });

  test('stays in doubt if an earlier try was', async () => {
    const simulation = await new Simulation(database, { sends: ['dropped', 'told_to_wait'], effects: 1 }).begin();
    const [id = ''] = simulation.ids;
    const work = simulation.worker(() => straight);
    expect(await work(id)).toBe('unclear');
    const before = (await simulation.rows())[0];
    await database.advance(90_000);
    expect(await work(id)).toBe('later');
    const { firstSentAt } = before ?? {};
    expect((await simulation.rows())[0]).toMatchObject({ state: 'maybe_sent', firstSentAt });
  });
});

describe('a worker that was paused', () => {
  test('between its claim and its send does not send, whichever of its clocks noticed', async () => {
    for (const blind of ['monotonicMs', 'wallMs'] as const) {
      const simulation = await new Simulation(database, { effects: 1 }).begin();
      const skew = { monotonicMs: 0, wallMs: 0 };
      const pausing: Step = async (label, run) => {
        if (label === 'prepare') {
          await database.advance(50_001);
          skew[blind] -= 50_001;
        }
        return await run();
      };
      expect(await simulation.worker(() => pausing, skew)(simulation.ids[0] ?? '')).toBe('later');
      expect(simulation.landed).toEqual([]);
      expect((await simulation.rows())[0]).toMatchObject({ state: 'intent', firstSentAt: null, leaseToken: null });
    }
  });

  test('inside its send, past its lease, removes what came too much', async () => {
    const simulation = await new Simulation(database, { effects: 1 }).begin();
    const [id = ''] = simulation.ids;
    const pausing: Step = async (label, run) => {
      if (label !== 'answer none') return await run();
      const [message] = simulation.landed.splice(0);
      await database.advance(100_000);
      expect(await simulation.worker(() => straight)(id)).toBe('confirmed');
      if (message !== undefined) simulation.landed.push({ ...message, atMs: database.nowMs() + 1 });
      return await run();
    };
    expect(await simulation.worker(() => pausing)(id)).toBe('lost');
    await simulation.check();
  });
});
