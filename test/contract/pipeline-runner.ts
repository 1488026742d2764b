import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { ParameterValue, PipelineRun, PipelineRunner, RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { contractPipeline } from './contract-pipeline.ts';

/** A runner whose server has the contract's pipeline, as `contract-pipeline.ts` says it. */
export interface OpenedRunner {
  readonly runner: PipelineRunner;
  /** What this server can say: outputs of steps, and declared inputs with machines. */
  readonly tells: { readonly outputs: boolean; readonly inputs: boolean };
  /** The server's clock. */
  now(): Instant;
  /** Lets about so much time pass there; a real server is waited for, at most a few seconds. */
  pass(ms: number): Promise<void>;
  /** Removes a run behind the runner's back. */
  deleteRun(id: string): Promise<void>;
  close(): Promise<void>;
}

const minute = 60_000;

/** What every runner behind the port does, whichever server answers. */
export function pipelineRunnerContract(title: string, open: () => Promise<OpenedRunner>): void {
  describe(title, () => {
    let opened: OpenedRunner;
    let runner: PipelineRunner;
    beforeAll(async () => {
      opened = await open();
      ({ runner } = opened);
    });
    afterAll(() => opened.close());

    function order(parameters: Record<string, ParameterValue> = {}, pipeline = contractPipeline): RunOrder {
      const key = `contract-${randomUUID()}`;
      const labels = { team: 'contract', model: 'contract-model' };
      return { key, pipeline, parameters: { window_days: 3, ...parameters }, labels, title: 'contract-model, R-1' };
    }

    async function read(id: string): Promise<PipelineRun> {
      const run = await runner.getRun(id);
      if (run === null) throw new Error(`run ${id} is gone`);
      return run;
    }

    /** Follows a run until it is so; fails after an hour of the server's time, or 200 looks. */
    async function until(id: string, met: (run: PipelineRun) => boolean): Promise<PipelineRun> {
      for (let looks = 0; looks < 200; looks += 1) {
        const run = await read(id);
        if (met(run)) return run;
        await opened.pass(minute / 2);
      }
      throw new Error(`run ${id} is still ${(await read(id)).state}`);
    }
    const over = ({ state }: PipelineRun) => ['succeeded', 'failed', 'cancelled'].includes(state);

    async function listed(changedSince: Instant): Promise<PipelineRun[]> {
      const found: PipelineRun[] = [];
      let pageToken: string | undefined;
      do {
        const page = await runner.listRuns({ changedSince, ...(pageToken !== undefined && { pageToken }) });
        if (page.nextPageToken !== null) expect(page.items).not.toEqual([]);
        found.push(...page.items);
        pageToken = page.nextPageToken ?? undefined;
      } while (pageToken !== undefined);
      return found;
    }

    const failureOf = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => new Error('nothing failed'),
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof UpstreamError)) throw error;
      return error;
    };

    describe('a pipeline', () => {
      it('says its inputs and machines, without the input that is ours', async () => {
        const template = await runner.describe(contractPipeline);
        expect(template).toMatchObject({ pipeline: contractPipeline });
        if (!opened.tells.inputs) return expect(template?.inputs).toBeNull();
        expect(template?.title).not.toBe('');
        expect(template?.version).not.toBe('');
        const inputs = template?.inputs ?? [];
        expect(Object.fromEntries(inputs.map(({ name, type }) => [name, type]))).toEqual({
          window_days: 'integer',
          rate: 'number',
          note: 'text',
          deep: 'boolean',
          regions: 'list',
          extra: 'map',
        });
        expect(inputs.filter(({ required }) => required).map(({ name }) => name)).toEqual(['window_days']);
        expect(inputs.find(({ name }) => name === 'rate')?.default).toBe(0.5);
        expect(template?.machines.map(({ step, cpus, memory }) => [step, cpus, memory])).toEqual([
          ['prepare', 2, 4],
          ['train', 2, 4],
          ['register', 2, 4],
        ]);
      });

      it('is null where there is none of that name', async () => {
        expect(await runner.describe('no-such-pipeline')).toBeNull();
      });

      it('that does not exist starts nothing and is named', async () => {
        const absent = order({}, 'no-such-pipeline');
        const error = await failureOf(runner.start(absent));
        expect(error).toMatchObject({ retryable: false, ambiguous: false });
        expect(error.message).toContain('no-such-pipeline');
        expect(await runner.findRun(absent.key)).toBeNull();
      });
    });

    describe('a start', () => {
      it('makes a run that is found by its key, with what it was started with', async () => {
        const wanted = order({ note: 'a "quoted" note', extra: { a: [1, null] }, deep: true });
        const run = await runner.start(wanted);
        expect(['queued', 'running']).toContain(run.state);
        expect(run).toMatchObject({ key: wanted.key, pipeline: contractPipeline, failure: null, endedAt: null });
        expect(run.parameters).toMatchObject(wanted.parameters);
        expect(Object.keys(run.parameters)).not.toContain('countersign_run');
        const found = await runner.findRun(wanted.key);
        expect(found).toMatchObject({ id: run.id, key: wanted.key });
        expect(epochMs(found?.createdAt ?? '')).toBeLessThanOrEqual(epochMs(opened.now()) + minute);
      });

      it('makes one run under one key, also the second time and in other words', async () => {
        const wanted = order();
        const first = await runner.start(wanted);
        const second = await runner.start({ ...wanted, title: 'another title', parameters: { window_days: 9 } });
        expect(second.id).toBe(first.id);
        expect(second.parameters['window_days']).toBe(3);
        const under = (await listed(instantAt(epochMs(opened.now()) - 5 * minute))).filter((r) => r.key === wanted.key);
        expect(new Set(under.map(({ id }) => id)).size).toBeLessThanOrEqual(1);
      });

      it('makes one run of several at the same moment', async () => {
        const wanted = order();
        const runs = await Promise.all([1, 2, 3].map(() => runner.start(wanted)));
        expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
      });

      it('tells keys apart of which one begins with the other', async () => {
        const wanted = order();
        const longer = { ...wanted, key: `${wanted.key}-2` };
        const run = await runner.start(longer);
        expect(await runner.findRun(wanted.key)).toBeNull();
        expect((await runner.start(wanted)).id).not.toBe(run.id);
      });

      it('with parameters that the pipeline does not take starts nothing', async () => {
        if (!opened.tells.inputs) return;
        for (const parameters of [{ tiemout: 1 }, { window_days: 'many' }]) {
          const wanted = order(parameters);
          const error = await failureOf(runner.start(wanted));
          expect(error).toMatchObject({ retryable: false, ambiguous: false });
          expect(error.message).toContain(Object.keys(parameters)[0]);
          expect(await runner.findRun(wanted.key)).toBeNull();
        }
      });
    });

    describe('a run', () => {
      it('is followed to its end, step by step', async () => {
        const { id } = await runner.start(order({ rate: 0.75 }));
        const running = await until(id, ({ steps }) => steps.some(({ state }) => state === 'running'));
        expect(running).toMatchObject({ state: 'running', endedAt: null });
        const run = await until(id, over);
        expect(run).toMatchObject({ id, state: 'succeeded', failure: null });
        expect(run.steps.map(({ name, state }) => [name, state])).toEqual([
          ['prepare', 'succeeded'],
          ['train', 'succeeded'],
          ['register', 'succeeded'],
        ]);
        const times = run.steps.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
        expect(times.map(String)).toEqual(times.map(String).toSorted());
        expect(epochMs(run.endedAt ?? '')).toBeGreaterThan(epochMs(run.startedAt ?? ''));
        expect(run.metrics).toEqual(opened.tells.outputs ? { auc: 0.75 } : {});
        expect(run.produced).toEqual(opened.tells.outputs ? [{ model: 'contract-model', version: '7' }] : []);
      });

      it('that fails names the step and its message', async () => {
        const { id } = await runner.start(order({ window_days: 0 }));
        const run = await until(id, over);
        expect(run).toMatchObject({ state: 'failed', failure: { step: 'train' } });
        expect(run.failure?.message).toMatch(/no rows|exit code/);
        expect(run.steps.find(({ name }) => name === 'train')).toMatchObject({ state: 'failed' });
        const last = run.steps.find(({ name }) => name === 'register');
        expect(['not_triggered', undefined]).toContain(last?.state);
        expect(run.produced).toEqual([]);
      });

      it('is cancelled, as often as it is asked', async () => {
        const { id } = await runner.start(order());
        await until(id, ({ state }) => state === 'running');
        await runner.cancel(id);
        expect(['cancelling', 'cancelled']).toContain((await read(id)).state);
        await runner.cancel(id);
        expect(await until(id, over)).toMatchObject({ state: 'cancelled', failure: null });
        await runner.cancel(id);
      });

      it('that somebody deleted is null, and cancelling it is done', async () => {
        const wanted = order();
        const { id } = await runner.start(wanted);
        await opened.deleteRun(id);
        expect(await runner.getRun(id)).toBeNull();
        expect(await runner.findRun(wanted.key)).toBeNull();
        await runner.cancel(id);
      });

      it('that never was is null', async () => {
        expect(await runner.getRun(randomUUID())).toBeNull();
        expect(await runner.findRun(`contract-${randomUUID()}`)).toBeNull();
      });
    });

    it('lists what goes on and what ended since, and no more', async () => {
      const old = await runner.start(order());
      await until(old.id, over);
      await opened.pass(60 * minute);
      const live = await runner.start(order());
      const ended = await runner.start(order());
      await until(ended.id, over);
      const since = instantAt(epochMs(opened.now()) - 30 * minute);
      const runs = await listed(since);
      const ids = runs.map(({ id }) => id);
      expect(ids).toContain(ended.id);
      expect(ids).toContain(live.id);
      if (epochMs(opened.now()) - epochMs((await read(old.id)).endedAt ?? '') > 60 * minute) {
        expect(ids).not.toContain(old.id);
      }
      expect(runs.find(({ id }) => id === ended.id)).toMatchObject({ state: 'succeeded', steps: [] });
    });

    it('answers when it is checked', async () => {
      const health = await runner.check();
      expect(health.reachable).toBe(true);
      for (const { sentence, fix } of health.problems) expect(`${sentence} ${fix}`).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
    });
  });
}
