import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL that can be stopped: what is sent then waits, as on a network that drops every packet. */
export interface FrozenDatabase {
  /** The same database by this way. */
  via(url: string): string;
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

export async function frozenDatabase(): Promise<FrozenDatabase> {
  const sockets = new Set<Socket>();
  let target: { path: string } | { host: string; port: number } | null = null;
  let frozen = false;
  const server = createServer((client) => {
    if (target === null) return client.destroy();
    const upstream = connect(target);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (frozen) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    via: (url) => {
      const at = new URL(url);
      const folder = at.searchParams.get('host');
      const standard = Number(at.port === '' ? 5432 : at.port);
      target = folder === null ? { host: at.hostname, port: standard } : { path: `${folder}/.s.PGSQL.${standard}` };
      const user = at.searchParams.get('user') ?? at.username;
      const password = at.password === '' ? '' : `:${at.password}`;
      return `postgresql://${user}${password}@127.0.0.1:${port}${at.pathname}`;
    },
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
