import { createServer } from 'node:http';
import type { Route } from './routes.ts';

/** Serves the routes where no HTTP receiver of Slack's does, and by `unrouted` what is in none of them. Rejects with Node's error if the port is taken. */
export async function serveRoutes(
  routes: readonly Route[],
  unrouted: Route['handler'],
  address: { host: string; port: number },
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    const route = routes.find((one) => one.path === path && [one.method].flat().includes(request.method ?? ''));
    if (route === undefined) unrouted(request, response);
    else route.handler(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
