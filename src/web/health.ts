import type { ServerResponse } from 'node:http';
import type { Route } from './routes.ts';

export interface Health {
  /** What keeps the process from doing its work, as sentences; empty when it is ready. May throw. */
  readonly troubles: () => Promise<readonly string[]>;
  /** Name to value, for `/metrics`. May throw. */
  readonly metrics: () => Promise<ReadonlyMap<string, number>>;
  readonly onError: (error: unknown, where: string) => void;
}

/** `/healthz`: the process runs. `/readyz`: it can do its work. `/metrics`: Prometheus text. */
export function healthRoutes(health: Health): readonly Route[] {
  return [
    { path: '/healthz', method: 'GET', handler: (_, response) => answer(response, 200, 'ok\n') },
    {
      path: '/readyz',
      method: 'GET',
      handler: (_, response) => {
        void health.troubles().then(
          (troubles) => answer(response, troubles.length === 0 ? 200 : 503, `${troubles.join('\n') || 'ready'}\n`),
          (error: unknown) => failed(health, response, error, '/readyz'),
        );
      },
    },
    {
      path: '/metrics',
      method: 'GET',
      handler: (_, response) => {
        void health.metrics().then(
          (metrics) =>
            answer(response, 200, [...metrics].map(([name, value]) => `countersign_${name} ${value}\n`).join('')),
          (error: unknown) => failed(health, response, error, '/metrics'),
        );
      },
    },
  ];
}

export function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function failed(health: Health, response: ServerResponse, error: unknown, where: string): void {
  health.onError(error, where);
  answer(response, 503, 'not ready: see the log\n');
}
