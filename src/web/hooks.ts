import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Setting } from '#operations/setting.ts';
import { type HookNews, hookTaker } from '#operations/take-hook.ts';
import { answer } from './health.ts';
import type { Route } from './routes.ts';

/**
 * What a verified hook told: its delivery id, and what it is about. `unreadable`: whoever sent it is known, but not what
 * they mean, so that it is of no use to send it again.
 */
export type HookReading =
  | {
      readonly ok: true;
      readonly id: string;
      readonly news: HookNews;
      /** What is wrong with it, for a sender who is told by 400, after it was stored, that sending it again changes nothing. */
      readonly fault?: string;
    }
  | {
      readonly ok: false;
      readonly because: 'stranger' | 'unreadable';
      /** More exactly, in one of a few words, as `too-old`. It is counted and not told the sender. */
      readonly reason?: string;
    };

/** Verifies one connection's hooks over the raw bytes. Rejects where it cannot be told yet who sent one. */
export interface HookSource {
  /** `address` is path and query. */
  readonly verify: (
    headers: IncomingHttpHeaders,
    rawBody: Buffer,
    address: string,
  ) => HookReading | Promise<HookReading>;
  /** How large a body may be; 256 KiB if it is not said. */
  readonly maxBytes?: number;
}

/** Who hears of what went wrong. */
export interface HookEars {
  readonly onError: (error: unknown, where: string) => void;
  /** Null stands for an address of no connection. */
  readonly onRefused: (connection: string | null, reason: string) => void;
}

const usualBytes = 256 * 1024;

interface HookAnswer {
  readonly status: number;
  readonly text: string;
}

const refused = {
  stranger: { status: 401, text: 'not a signed delivery of a known connection\n' },
  unreadable: { status: 400, text: 'signed, but nothing that is taken here\n' },
} satisfies Record<string, HookAnswer>;

/**
 * `POST /hooks/<connection>`: verified, stored raw, and only then answered 202. What is too large is not read to its
 * end. 4xx: sending it again changes nothing; 503: it was not stored, so the sender has to repeat it.
 */
export function hookRoutes(
  setting: Setting,
  sources: ReadonlyMap<string, HookSource>,
  { onError, onRefused }: HookEars,
): readonly Route[] {
  const take = hookTaker(setting);
  return [...sources].map(([connection, source]) => ({
    path: `/hooks/${connection}`,
    method: 'POST',
    handler: (request, response) =>
      receive(request, response, {
        take: async (rawBody) => {
          const reading = await source.verify(request.headers, rawBody, request.url ?? '/');
          if (!reading.ok) {
            onRefused(connection, reading.reason ?? reading.because);
            return refused[reading.because];
          }
          const { id, news, fault } = reading;
          await take({ connection, id, news, rawBody });
          return fault === undefined ? { status: 202, text: 'stored\n' } : { status: 400, text: `${fault}\n` };
        },
        maxBytes: source.maxBytes ?? usualBytes,
        onTooLarge: () => onRefused(connection, 'too-large'),
        onError: (error) => onError(error, `/hooks/${connection}`),
      }),
  }));
}

/** Answers a hook of no known connection as one with a bad signature is answered, whatever its size. */
export function refuseHook(request: IncomingMessage, response: ServerResponse, onRefused: HookEars['onRefused']): void {
  const take = async () => {
    onRefused(null, 'unknown');
    return refused.stranger;
  };
  receive(request, response, { take, onTooLarge: () => onRefused(null, 'too-large'), onError: () => {} });
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  hook: {
    readonly take: (rawBody: Buffer) => Promise<HookAnswer>;
    readonly maxBytes?: number;
    readonly onTooLarge: () => void;
    readonly onError: (error: unknown) => void;
  },
): void {
  const { maxBytes = usualBytes } = hook;
  const taken = async () => {
    const rawBody = await bodyOf(request, maxBytes);
    if (rawBody !== null) return await hook.take(rawBody);
    hook.onTooLarge();
    response.setHeader('connection', 'close');
    return { status: 413, text: `larger than ${maxBytes} bytes\n` };
  };
  void taken().then(
    ({ status, text }) => answer(response, status, text),
    (error: unknown) => {
      hook.onError(error);
      answer(response, 503, 'not stored: send it again\n');
    },
  );
}

/** The raw body, or null, without reading on, once it is too large. */
async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The connection stays, since it has to carry the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
