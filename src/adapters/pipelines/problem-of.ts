import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';

type Problem = RegistryHealth['problems'][number];

/** A failure of another system as a line of `countersign doctor`. Throws on what is none: a fault of ours. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof UpstreamError)) throw error;
  const [sentence = '', ...rest] = error.message.split(/(?<=[.]) (?=[A-Z])/);
  return { sentence, fix: rest.join(' ') || `Try again; if it stays, ask whoever runs ${error.system}.` };
}

const skewLimitMs = 30_000;

/** A clock that is far off makes signatures and "changed since" wrong. `serverMs` is when the server says it answered. */
export function clockProblems(system: string, skewMs: number | null): readonly Problem[] {
  if (skewMs === null || Math.abs(skewMs) <= skewLimitMs) return [];
  const side = skewMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      sentence: `The clock of ${system} is ${Math.round(Math.abs(skewMs) / 1000)} s ${side} ours.`,
      fix: 'Synchronise both machines with NTP.',
    },
  ];
}

/** How far the server's clock is ahead of ours. A Date header counts whole seconds, so half of one is added. */
export function skewOf(serverMs: number | null, sentMs: number, receivedMs: number): number | null {
  return serverMs === null ? null : Math.round(serverMs + 500 - (sentMs + receivedMs) / 2);
}
