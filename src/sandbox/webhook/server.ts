import { randomUUID } from 'node:crypto';
import { type Met, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import type { PipelineEngine } from '../pipelines/engine/engine.ts';
import { runsPage } from './page.ts';
import { type Answer, answered, refusal, type World } from './requests.ts';
import { type RunRow, runBody } from './run-body.ts';
import { signatureProblem, signed } from './signing.ts';

export interface PretendReceiverOptions {
  readonly engine: PipelineEngine;
  readonly secret: string;
  readonly port?: number;
  /** `starts` takes runs and serves nothing else; `tells` also describes, reads, lists and cancels. */
  readonly manners?: 'starts' | 'tells';
  /** Where events go, as `http://127.0.0.1:3000/hooks/ci`; without it none are sent. */
  readonly hookUrl?: string;
  /** Milliseconds since the epoch; the engine should have the same. */
  readonly clock?: () => number;
}

/** A signed event as it was sent; the status is null if nobody could be reached. */
interface SentEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number | null;
}

export interface PretendReceiver {
  readonly url: string;
  /** All but `stale-reads`. */
  readonly faults: Faults;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** Tells the hook of every run that changed since it was last told. */
  report(): Promise<readonly SentEvent[]>;
  deleteRun(id: string): void;
  close(): Promise<void>;
}

/** A receiver of signed webhooks that runs pipelines, on 127.0.0.1, all in memory. */
export async function startPretendReceiver(options: PretendReceiverOptions): Promise<PretendReceiver> {
  const { engine, secret, manners = 'tells', hookUrl, clock = Date.now } = options;
  const board = faultBoard();
  const runs = new Map<string, RunRow>();
  const told = new Map<string, number>();

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock,
    before: () => engine.settle(),
    refused: refusalByFault,
    answer: ({ request, url: target, body }) => {
      const world: World = { engine, runs, url: server.url, manners };
      if (target.pathname === '/page') {
        return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: runsPage(world) };
      }
      const problem = signatureProblem(secret, request, body, clock());
      if (problem !== null) return refusal(401, 'bad_signature', `The signature is ${problem}.`);
      return answered(world, request, target, body);
    },
  });
  const { url } = server;

  return {
    url,
    faults: board,
    requests: server.requests,
    async report() {
      await engine.settle();
      const sent: SentEvent[] = [];
      for (const row of runs.values()) {
        const run = engine.run(row.id);
        if (run === null || told.get(row.id) === run.updatedMs) continue;
        told.set(row.id, run.updatedMs);
        sent.push(await send(hookUrl ?? null, secret, clock(), runBody(row, run, url)));
      }
      return sent;
    },
    deleteRun(id) {
      engine.remove(id);
      runs.delete(id);
    },
    close: server.close,
  };
}

async function send(hookUrl: string | null, secret: string, nowMs: number, data: object): Promise<SentEvent> {
  const id = randomUUID();
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: '/pretend/receiver',
    type: 'io.countersign.run.changed.v1',
    time: new Date(nowMs).toISOString(),
    datacontenttype: 'application/json',
    data,
  });
  const headers = { 'content-type': 'application/cloudevents+json', ...signed(secret, body, nowMs, id) };
  if (hookUrl === null) return { headers, body, status: null };
  const response = await fetch(hookUrl, { method: 'POST', headers, body }).catch(() => null);
  return { headers, body, status: response?.status ?? null };
}

function refusalByFault(faults: Met): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) {
    return refusal(429, 'busy', 'Too many requests.', { 'retry-after': String(busy.retryAfterSeconds ?? 1) });
  }
  return faults.has('error-500') ? refusal(500, 'failed', 'Pretended failure.') : null;
}
