import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Answer, type Courier, type Deadline, type Delivery, UNREACHABLE } from './delivery.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

const MOST_SOCKETS = 10;
const PING_EVERY_MS = 10_000;
const ENVELOPE_TYPE = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const;

interface Waiting {
  readonly socket: WebSocket;
  readonly settle: (answer: Answer) => void;
}

/** The Socket Mode endpoint: one-use addresses, at most ten sockets, and each envelope to exactly one of them. */
export class SocketCourier implements Courier {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly tickets = new Set<string>();
  private readonly sockets = new Set<WebSocket>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly appId: string;
  private readonly deadline: Deadline;
  private readonly pinging: NodeJS.Timeout;
  private turn = 0;

  constructor(appId: string, deadline: Deadline) {
    this.appId = appId;
    this.deadline = deadline;
    this.pinging = setInterval(() => {
      for (const socket of this.sockets) socket.ping();
    }, PING_EVERY_MS);
    this.pinging.unref();
  }

  get connected(): number {
    return this.sockets.size;
  }

  /** The path and query of a socket address that works once. */
  issueTicket(): string {
    const ticket = randomBytes(16).toString('hex');
    this.tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${this.appId}`;
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.tickets.delete(ticket)) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, stream, head, (socket) => this.welcome(socket));
  }

  /** Tells every socket to go away, as Slack does every few hours, and closes them. `warning` closes none. */
  disconnect(reason: DisconnectReason): void {
    for (const socket of this.sockets) this.part(socket, reason);
  }

  /** Cuts every socket without a word. */
  drop(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  stop(): void {
    clearInterval(this.pinging);
    this.drop();
    this.server.close();
  }

  async deliver(delivery: Delivery): Promise<Answer> {
    this.turn += 1;
    const socket = [...this.sockets][this.turn % Math.max(this.sockets.size, 1)];
    if (socket === undefined) return UNREACHABLE;
    const envelopeId = randomUUID();
    const startedAt = performance.now();
    return await new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        this.waiting.delete(envelopeId);
        resolve({ ...answer, ms: answer.outcome === 'answered' ? Math.round(performance.now() - startedAt) : null });
      };
      const timer = setTimeout(() => settle({ ...UNREACHABLE, outcome: 'timeout' }), this.deadline.ms);
      this.waiting.set(envelopeId, { socket, settle });
      socket.send(JSON.stringify(envelope(envelopeId, delivery)));
    });
  }

  private welcome(socket: WebSocket): void {
    if (this.sockets.size >= MOST_SOCKETS) {
      this.part(socket, 'too_many_websockets');
      return;
    }
    this.sockets.add(socket);
    socket.on('message', (data: Buffer) => this.hear(data.toString()));
    socket.on('close', () => this.forget(socket));
    socket.on('error', () => socket.terminate());
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.sockets.size,
        connection_info: { app_id: this.appId },
        debug_info: { host: 'local-workspace', approximate_connection_time: 18_060 },
      }),
    );
  }

  private part(socket: WebSocket, reason: DisconnectReason): void {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local-workspace' } }));
    if (reason === 'warning') return;
    this.forget(socket);
    socket.close();
  }

  private hear(text: string): void {
    const message = parseJson(text);
    if (!isObject(message) || typeof message['envelope_id'] !== 'string') return;
    const { payload } = message;
    const body = payload === undefined || (isObject(payload) && Object.keys(payload).length === 0) ? '' : payload;
    this.waiting.get(message['envelope_id'])?.settle({ ...UNREACHABLE, outcome: 'answered', status: 200, body });
  }

  private forget(socket: WebSocket): void {
    this.sockets.delete(socket);
    for (const waiting of this.waiting.values()) {
      if (waiting.socket === socket && socket.readyState >= socket.CLOSING) waiting.settle(UNREACHABLE);
    }
  }
}

function envelope(envelopeId: string, { kind, payload, retry }: Delivery): JsonObject {
  return {
    envelope_id: envelopeId,
    type: ENVELOPE_TYPE[kind],
    payload,
    accepts_response_payload: kind !== 'event',
    ...(kind === 'event' && { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' }),
  };
}
