import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FaultBoard, FaultOptions } from './faults.ts';

/** One request that a pretend service answered; `status` is 0 where the connection was reset. */
export interface RequestEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** A request, read whole. */
interface Asked {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** What goes back. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The faults that a request meets. */
export type Met = ReadonlyMap<string, FaultOptions>;

interface BreakableService {
  /** Any free one where it is not given. */
  readonly port?: number | undefined;
  readonly faults: FaultBoard;
  /** Milliseconds since the epoch, of the Date header. */
  readonly clock: () => number;
  /** What is done before a request meets any fault. */
  readonly before?: () => Promise<void>;
  /** Whether faults that touch only writes touch it; by default everything but GET. */
  readonly isWrite?: (asked: Asked) => boolean;
  /** The refusal that a fault asks for, in the service's own words; null where none does. */
  readonly refused: (faults: Met) => Answer | null;
  readonly answer: (asked: Asked, faults: Met) => Answer | Promise<Answer>;
}

/** A pretend service on 127.0.0.1 that can be broken in named ways, with a list of what it was asked. */
export interface BreakableServer {
  readonly url: string;
  readonly requests: readonly RequestEntry[];
  readonly close: () => Promise<void>;
}

/** Starts to answer. `down` resets before and `lost-answer` after the work, `slow` answers late or never. */
export async function startBreakableServer(service: BreakableService): Promise<BreakableServer> {
  const requests: RequestEntry[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedMs = performance.now();
    const url = new URL(request.url ?? '/', 'http://pretend.invalid');
    const method = request.method ?? 'GET';
    const log = (status: number) =>
      requests.push({ method, path: url.pathname + url.search, status, ms: performance.now() - startedMs });
    const reset = () => {
      log(0);
      request.socket.resetAndDestroy();
    };
    const asked = { request, method, url, body: await textOf(request) };
    await service.before?.();
    const faults = service.faults.meet(service.isWrite?.(asked) ?? method !== 'GET');
    if (faults.has('down')) return reset();
    const answer = service.refused(faults) ?? (await service.answer(asked, faults));
    if (faults.has('lost-answer')) return reset();
    const lateMs = faults.get('slow')?.ms ?? 0;
    if (lateMs === Number.POSITIVE_INFINITY) return;
    if (lateMs > 0) await new Promise((done) => setTimeout(done, lateMs));
    log(answer.status);
    const date = new Date(service.clock()).toUTCString();
    response.writeHead(answer.status, { date, ...answer.headers }).end(answer.body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.stack : '');
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed).listen(service.port ?? 0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
