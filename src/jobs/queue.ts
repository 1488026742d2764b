import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { canonicalJson } from '#domain/canonical-json.ts';
import type { Executor } from '#store/database.ts';
import { settleJob } from './settle-job.ts';

/** What each queue's jobs carry, by the name of the queue: ids only, never tokens or text of people. */
export type JobData<Jobs> = { readonly [Name in keyof Jobs]: object };

interface SendOptions {
  /** A moment, or seconds from now by the database's clock. */
  readonly startAfter?: Date | number;
  /** Jobs with equal keys stand for each other; by default the data itself. */
  readonly singletonKey?: string;
  /** Of the jobs of one queue that wait, those with a greater one go first. */
  readonly priority?: number;
}

export type Handlers<Jobs> = { readonly [Name in keyof Jobs]: (data: Jobs[Name]) => Promise<void> };

export interface Queue<Jobs> {
  /**
   * Sends a job inside the caller's transaction: it exists if and only if that commits. While a job with the same key
   * waits, a second one is dropped; while one runs, one more may wait.
   */
  send<Name extends keyof Jobs & string>(
    tx: Executor,
    name: Name,
    data: Jobs[Name],
    options?: SendOptions,
  ): Promise<void>;
  /** Begins to carry out jobs. What a handler throws is settled by its kind: see `settleJob`. */
  work(handlers: Handlers<Jobs>): Promise<void>;
  /** Whether no job runs and none that is due waits, in any process. */
  idle(): Promise<boolean>;
  /** Takes no more jobs, waits for those that run (up to `patienceMs`), then closes its connections. */
  stop(patienceMs?: number): Promise<void>;
}

export interface QueueOptions<Jobs> {
  readonly url: string;
  readonly names: readonly (keyof Jobs & string)[];
  /** Hears of errors of the engine, and of every job that failed, with its queue. */
  readonly onError: (error: unknown, job: { readonly queue: string; readonly id: string } | null) => void;
  /** Hears of a job that failed for good. Should it throw, it is told again. */
  readonly onDead: (queue: string, data: unknown) => Promise<void>;
  readonly pollSeconds?: number;
  /** Beside the one that listens; 5 if left out. */
  readonly maxConnections?: number;
  /** Queues of which one worker is enough, since there is one job of them at a time. */
  readonly calm?: readonly (keyof Jobs & string)[];
}

/** Connects to the job engine of the database, in the schema `pgboss`, which it makes or upgrades. */
export async function openQueue<Jobs extends JobData<Jobs>>(options: QueueOptions<Jobs>): Promise<Queue<Jobs>> {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'countersign jobs',
    max: options.maxConnections ?? 5,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => options.onError(error, null));
  await boss.start();
  const there = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const name of options.names) if (!there.has(name)) await createQueues(boss, name);
  const queues = options.names.flatMap((name) => [name, dead(name)]);

  return {
    send: async (tx, name, data, { startAfter, priority = 0, singletonKey = canonicalJson(data) } = {}) => {
      const when = startAfter === undefined ? {} : { startAfter };
      await boss.send(name, data, { singletonKey, priority, db: fromDrizzle(tx, sql), ...when });
    },
    work: async (handlers) => {
      for (const name of options.names) await workOn(boss, name, handlers[name], options);
    },
    idle: async () => {
      const busy = await boss.getDb().executeSql(
        `select 1 from pgboss.job where name = any($1::text[])
           and (state = 'active' or (state < 'active' and start_after <= now())) limit 1`,
        [queues],
      );
      return busy.rows.length === 0;
    },
    stop: (patienceMs = 30_000) => boss.stop({ graceful: true, timeout: patienceMs }),
  };
}

function dead(name: string): string {
  return `${name}-dead`;
}

/** The queue of the dead comes first, because the other refers to it. */
async function createQueues(boss: PgBoss, name: string): Promise<void> {
  await boss.createQueue(dead(name), { notify: true, retryLimit: 100, retryBackoff: true, retryDelayMax: 3600 });
  await boss.createQueue(name, {
    policy: 'stately',
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 120,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 300,
    deadLetter: dead(name),
  });
}

/** Batches, because a worker that fetches one job at a time is woken once and then sleeps over its backlog. */
async function workOn<Jobs, Name extends keyof Jobs & string>(
  boss: PgBoss,
  name: Name,
  handler: (data: Jobs[Name]) => Promise<void>,
  options: QueueOptions<Jobs>,
): Promise<void> {
  const pollSeconds = options.pollSeconds ?? 2;
  const polling = { pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds };
  const batches = { batchSize: 10, burstWhenBatchFull: true, perJobResults: true, ...polling } as const;
  await boss.work<Jobs[Name], unknown, typeof batches & { localConcurrency: number }>(
    name,
    { ...batches, localConcurrency: options.calm?.includes(name) === true ? 1 : 3 },
    (jobs) => Promise.all(jobs.map((job) => settleJob({ ...job, queue: name }, handler, options.onError))),
  );
  // Whoever adds a dead job says so; only what is told again waits for this.
  const seldom = { ...batches, pollingIntervalSeconds: 5 * pollSeconds, notifyPollingIntervalSeconds: 5 * pollSeconds };
  await boss.work<unknown, unknown, typeof seldom>(dead(name), seldom, (jobs) =>
    Promise.all(
      jobs.map((job) =>
        settleJob({ ...job, queue: dead(name) }, (data) => options.onDead(name, data), options.onError),
      ),
    ),
  );
}
