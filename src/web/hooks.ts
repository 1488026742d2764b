import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Setting } from '#operations/setting.ts';
import { takeRegistryHook } from '#operations/take-registry-hook.ts';
import { answer } from './health.ts';
import type { Route } from './routes.ts';

/** What a verified webhook told: its delivery id, and the model it is about if it names one. */
type HookReading =
  | { readonly ok: true; readonly id: string; readonly modelName: string | null }
  | { readonly ok: false };

/** Verifies one connection's webhooks over the raw bytes. */
export interface HookSource {
  readonly verify: (headers: IncomingHttpHeaders, rawBody: Buffer) => HookReading;
}

const maxBytes = 256 * 1024;

/**
 * `POST /hooks/<connection>`: verified, stored raw, answered 202, and only then read. An unknown connection and a bad
 * signature look alike; a database that does not answer makes the sender repeat.
 */
export function hookRoutes(
  setting: Setting,
  sources: ReadonlyMap<string, HookSource>,
  onError: (error: unknown, where: string) => void,
): readonly Route[] {
  return [...sources].map(([connection, source]) => ({
    path: `/hooks/${connection}`,
    method: 'POST',
    handler: (request, response) => {
      void receive(setting, connection, source, request).then(
        ({ status, text }) => answer(response, status, text),
        (error: unknown) => {
          onError(error, `/hooks/${connection}`);
          answer(response, 503, 'not stored: send it again\n');
        },
      );
    },
  }));
}

async function receive(
  setting: Setting,
  connection: string,
  source: HookSource,
  request: IncomingMessage,
): Promise<{ status: number; text: string }> {
  const rawBody = await bodyOf(request);
  if (rawBody === null) return { status: 413, text: `larger than ${maxBytes} bytes\n` };
  const reading = source.verify(request.headers, rawBody);
  if (!reading.ok) return { status: 401, text: 'not a signed delivery of a known connection\n' };
  await takeRegistryHook(setting, { connection, id: reading.id, modelName: reading.modelName, rawBody });
  return { status: 202, text: 'stored\n' };
}

/** The raw body, or null if it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= maxBytes) chunks.push(bytes);
  }
  return size <= maxBytes ? Buffer.concat(chunks) : null;
}
