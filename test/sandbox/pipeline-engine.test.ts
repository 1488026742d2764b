import { beforeEach, describe, expect, it } from 'vitest';
import {
  type EngineRun,
  type EngineStep,
  type EngineTemplate,
  type PipelineEngine,
  StartRefusal,
  StepFailure,
} from '#sandbox/pipelines/engine/engine.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';

const startMs = Date.parse('2026-11-24T09:00:00Z');
let now = startMs;
beforeEach(() => {
  now = startMs;
});

function step(name: string, rest: Partial<EngineStep> = {}): EngineStep {
  return {
    name,
    machine: { cpus: 1, memory: 2 },
    image: 'test:1',
    seconds: () => 100,
    perform: async ({ parameters }) => ({ parameters: { from: parameters['size'] ?? 0 }, metrics: {} }),
    ...rest,
  };
}

function template(steps: readonly EngineStep[], rest: Partial<EngineTemplate> = {}): EngineTemplate {
  return {
    name: 'tides',
    version: '1',
    title: 'Tides',
    description: 'Foretells tides.',
    createdMs: 0,
    inputs: [
      { name: 'size', type: 'NUMBER_INTEGER', default: 3, description: 'Rows' },
      { name: 'harbour', type: 'STRING', description: 'Where' },
    ],
    steps,
    ...rest,
  };
}

function engineOf(...steps: EngineStep[]): PipelineEngine {
  return pipelineEngine({ clock: () => now, templates: [template(steps)] });
}

function started(engine: PipelineEngine, id = 'r1'): EngineRun {
  return engine.start({ id, template: 'tides', parameters: { harbour: 'Dover' } });
}

async function after(engine: PipelineEngine, seconds: number, id = 'r1'): Promise<EngineRun | null> {
  now += seconds * 1000;
  await engine.settle();
  return engine.run(id);
}

describe('a run', () => {
  it('queues, goes through its steps as the clock moves, and ends', async () => {
    const engine = engineOf(step('read'), step('write'));
    expect(started(engine)).toMatchObject({ state: 'pending', createdMs: startMs, startedMs: null });
    expect(await after(engine, 19)).toMatchObject({ state: 'pending' });
    const running = await after(engine, 2);
    expect(running).toMatchObject({ state: 'running', startedMs: startMs + 20_000 });
    expect(running?.steps.map(({ state }) => state)).toEqual(['running', 'pending']);
    expect((await after(engine, 111))?.steps.map(({ state }) => state)).toEqual(['succeeded', 'running']);
    const done = await after(engine, 111);
    expect(done).toMatchObject({ state: 'succeeded', dueMs: null, failure: null });
    expect(done?.history.map(({ state }) => state)).toEqual(['pending', 'running', 'succeeded']);
    expect(done?.endedMs).toBe(done?.steps[1]?.endedMs);
  });

  it('computes nothing before the clock has passed the end of a step, and each step once', async () => {
    let performed = 0;
    const perform = async () => {
      performed += 1;
      return { parameters: {}, metrics: {} };
    };
    const engine = engineOf(step('read', { perform }));
    started(engine);
    await after(engine, 100);
    expect(performed).toBe(0);
    await Promise.all([after(engine, 60), engine.settle(), engine.settle()]);
    expect(performed).toBe(1);
  });

  it('comes out the same in one leap of the clock as in many small moves', async () => {
    const [leap, walk] = [engineOf(step('read'), step('write')), engineOf(step('read'), step('write'))];
    started(leap);
    started(walk);
    for (let i = 0; i < 30; i += 1) await after(walk, 10);
    await leap.settle();
    expect(leap.run('r1')).toEqual(walk.run('r1'));
    expect(leap.run('r1')?.state).toBe('succeeded');
  });

  it('hands outputs and the filled-in parameters to later steps', async () => {
    const engine = engineOf(
      step('read'),
      step('write', {
        perform: async ({ outputs }) => ({ parameters: outputs['read']?.parameters ?? {}, metrics: { m: 1 } }),
      }),
    );
    started(engine);
    expect((await after(engine, 500))?.steps[1]?.output).toEqual({ parameters: { from: 3 }, metrics: { m: 1 } });
  });

  it('fails at the step that fails, with its message, and does not reach the rest', async () => {
    const perform = () => Promise.reject(new StepFailure('the harbour is dry'));
    const engine = engineOf(step('read', { perform }), step('write'));
    started(engine);
    const failed = await after(engine, 500);
    expect(failed).toMatchObject({ state: 'failed', failure: { step: 'read', message: 'the harbour is dry' } });
    expect(failed?.steps.map(({ state }) => state)).toEqual(['failed', 'not_triggered']);
  });

  it('lets a bug of a step through', async () => {
    const engine = engineOf(step('read', { perform: () => Promise.reject(new TypeError('a bug')) }));
    started(engine);
    await expect(after(engine, 500)).rejects.toThrow('a bug');
  });

  it('leaves out a step whose condition is not met', async () => {
    const engine = engineOf(step('read', { when: ({ parameters }) => parameters['size'] === 4 }), step('write'));
    started(engine);
    expect((await after(engine, 500))?.steps.map(({ state }) => state)).toEqual(['not_triggered', 'succeeded']);
  });

  it('takes from the cache what an earlier run gave out under the same key', async () => {
    const engine = engineOf(step('read', { cacheKey: ({ parameters }) => JSON.stringify(parameters['size']) }));
    started(engine);
    const first = await after(engine, 500);
    started(engine, 'r2');
    engine.start({ id: 'r3', template: 'tides', parameters: { harbour: 'Dover', size: 9 } });
    const second = await after(engine, 500, 'r2');
    expect(second?.steps[0]).toMatchObject({ state: 'skipped', output: first?.steps[0]?.output });
    expect(engine.run('r3')?.steps[0]?.state).toBe('succeeded');
  });
});

describe('starting', () => {
  it('tells all that is wrong with parameters at once', () => {
    const engine = engineOf(step('read'));
    const start = () => engine.start({ id: 'r', template: 'tides', parameters: { size: 1.5, depth: 3 } });
    expect(start).toThrow(StartRefusal);
    expect(start).toThrow(/depth is not declared.*size has to be NUMBER_INTEGER.*harbour is required/);
    expect(engine.runs()).toEqual([]);
  });

  it('takes the newest version of a template, or the one that is named', () => {
    const engine = engineOf(step('read'));
    engine.addTemplate(template([step('read')], { version: '2', createdMs: 5 }));
    expect(started(engine).templateVersion).toBe('2');
    const order = { id: 'r2', template: 'tides', version: '1', parameters: { harbour: 'Dover' } };
    expect(engine.start(order).templateVersion).toBe('1');
    expect(() => engine.start({ ...order, id: 'r3', version: '9' })).toThrow('not found');
  });

  it('refuses a template that was removed, while its runs go on', async () => {
    const engine = engineOf(step('read'));
    started(engine);
    engine.removeTemplate('tides');
    expect(() => started(engine, 'r2')).toThrow('not found');
    expect(await after(engine, 500)).toMatchObject({ state: 'succeeded' });
  });

  it('in the past makes history', async () => {
    const engine = engineOf(step('read'));
    engine.start({ id: 'old', template: 'tides', parameters: { harbour: 'Dover' }, atMs: startMs - 86_400_000 });
    const old = await after(engine, 0, 'old');
    expect(old).toMatchObject({ state: 'succeeded', createdMs: startMs - 86_400_000 });
    expect(old?.endedMs).toBeLessThan(startMs);
  });
});

describe('cancelling', () => {
  it('takes hold a little later and ends what runs', async () => {
    const engine = engineOf(step('read'), step('write'));
    started(engine);
    await after(engine, 30);
    expect(engine.cancel('r1')).toBe(true);
    expect(engine.run('r1')?.state).toBe('cancelling');
    const cancelled = await after(engine, 10);
    expect(cancelled).toMatchObject({ state: 'cancelled', endedMs: now });
    expect(cancelled?.steps.map(({ state }) => state)).toEqual(['cancelled', 'not_triggered']);
    expect(engine.cancel('r1')).toBe(false);
    expect(engine.cancel('absent')).toBe(false);
  });

  it('comes too late for a last step that ends before it takes hold', async () => {
    const engine = engineOf(step('read'));
    started(engine);
    await after(engine, 21);
    const dueMs = engine.run('r1')?.dueMs ?? 0;
    await after(engine, (dueMs - now) / 1000 - 5);
    engine.cancel('r1');
    expect(await after(engine, 20)).toMatchObject({ state: 'succeeded' });
  });

  it('stops between two steps', async () => {
    const engine = engineOf(step('read'), step('write'));
    started(engine);
    await after(engine, 21);
    await after(engine, ((engine.run('r1')?.dueMs ?? 0) - now) / 1000 - 5);
    engine.cancel('r1');
    const run = await after(engine, 20);
    expect(run).toMatchObject({ state: 'cancelled' });
    expect(run?.steps.map(({ state }) => state)).toEqual(['succeeded', 'not_triggered']);
  });
});

describe('faults and state', () => {
  it('makes a step fail as often as asked', async () => {
    const engine = engineOf(step('read'));
    engine.faults.failStep('read', 'OOMKilled', 1);
    started(engine);
    started(engine, 'r2');
    await after(engine, 500);
    const states = engine.runs().map(({ state }) => state);
    expect(states.toSorted()).toEqual(['failed', 'succeeded']);
  });

  it('slows steps down, down to one that never ends and can still be cancelled', async () => {
    const engine = engineOf(step('read'));
    engine.faults.slow(Number.POSITIVE_INFINITY);
    started(engine);
    expect(await after(engine, 1_000_000)).toMatchObject({ state: 'running', dueMs: null });
    engine.cancel('r1');
    expect(await after(engine, 10)).toMatchObject({ state: 'cancelled' });
  });

  it('forgets a removed run, also one that is being computed', async () => {
    let engine: PipelineEngine | null = null;
    const perform = async () => {
      engine?.remove('r1');
      return { parameters: {}, metrics: {} };
    };
    engine = engineOf(step('read', { perform }), step('write'));
    started(engine);
    expect(await after(engine, 500)).toBeNull();
    expect(engine.remove('r1')).toBe(false);
  });

  it('goes on from a snapshot that went through JSON', async () => {
    const engine = engineOf(step('read'), step('write'));
    started(engine);
    await after(engine, 50);
    engine.cancel('r1');
    const again = engineOf(step('read'), step('write'));
    again.restore(JSON.parse(JSON.stringify(engine.snapshot())) as readonly EngineRun[]);
    await after(engine, 500);
    await again.settle();
    expect(again.run('r1')).toEqual(engine.run('r1'));
    expect(again.run('r1')?.state).toBe('cancelled');
  });

  it('hands out copies', () => {
    const engine = engineOf(step('read'));
    const run = started(engine);
    Object.assign(run, { state: 'failed' });
    expect(engine.run('r1')?.state).toBe('pending');
  });
});
