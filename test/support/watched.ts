import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call on its way, seen before it is passed on (`asked`) or once its work is done, before the answer (`done`). */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly at: 'asked' | 'done';
}

export interface Watched {
  readonly url: string;
  close(): Promise<void>;
}

/** Stands before an HTTP server and passes every call on, after `watch` has seen it, unless it says `drop`. */
export async function watched(
  target: string,
  watch: (call: Call) => Promise<'drop' | void> | 'drop' | void,
): Promise<Watched> {
  const server = createServer((incoming, outgoing) => {
    const pass = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const call = { method: incoming.method ?? 'GET', path: incoming.url ?? '/' };
      const seen = await watch({ ...call, at: 'asked' });
      if (seen === 'drop' || incoming.socket.destroyed) return void incoming.socket.destroy();
      const answer = await forward(target, call, incoming.headers, Buffer.concat(chunks));
      await watch({ ...call, at: 'done' });
      if (!outgoing.destroyed) outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    };
    pass().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Forwarded {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

function forward(
  target: string,
  { method, path }: { method: string; path: string },
  headers: NodeJS.Dict<string | string[]>,
  body: Buffer,
): Promise<Forwarded> {
  const { hostname, port } = new URL(target);
  const sized = { ...headers, host: `${hostname}:${port}`, 'content-length': String(body.length) };
  const { 'transfer-encoding': _, ...passed } = sized as Record<string, string | string[]>;
  return new Promise((resolve, reject) => {
    const onward = request({ hostname, port, method, path, headers: passed }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const { connection: _kept, 'transfer-encoding': _coding, ...rest } = answer.headers;
        resolve({ status: answer.statusCode ?? 502, headers: rest, body: Buffer.concat(chunks) });
      });
    });
    onward.on('error', reject);
    onward.end(body);
  });
}
