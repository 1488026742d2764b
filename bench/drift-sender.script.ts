import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import { burstEvent } from './drift-events.ts';
import { inTurns } from './in-turns.ts';

/** Sends a burst of signed events, so many at a time, and tells its parent how many milliseconds it took. */
const [url = '', secret = '', events = '0', width = '1'] = process.argv.slice(2);
const count = Number(events);
// Every twentieth is sent again, as senders do that did not hear the answer.
const all = function* () {
  for (let index = 0; index < count; index += 1) yield index;
  for (let index = 0; index < count; index += 20) yield index;
};

/** Sends again what was not answered, as senders do: on a busy machine a connection may be closed while it is taken anew. */
async function post(index: number, left = 5): Promise<void> {
  try {
    await postOnce(index);
  } catch (error) {
    if (left === 0 || !(error instanceof TypeError)) throw error;
    await post(index, left - 1);
  }
}

async function postOnce(index: number): Promise<void> {
  const { id, body } = burstEvent(index, startMs);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(secret, { id, timestamp, content: body }),
    },
    body,
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`an event was answered ${response.status}`);
}

const startMs = Date.now();
const from = performance.now();
await inTurns(all(), Number(width), (index) => post(index));
process.send?.(performance.now() - from);
