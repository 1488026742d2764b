import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import type { Bench } from './bench.ts';
import type { Closing } from './closing.ts';
import { compare, type Pair } from './distribution.ts';
import { table } from './report.ts';

interface PretendSlackMeasured {
  /** Milliseconds for a hundred messages through `chat.postMessage`; the floor is a server that answers at once. */
  readonly messagesMs: readonly Pair[];
  /** Milliseconds for a hundred clicks, the app's ack included; the floor sends the app the same requests itself. */
  readonly clicksMs: readonly Pair[];
}

const batch = 100;
const atOnce = 16;
const channel = 'C0MLAPPR01';
const approve = { type: 'button', text: { type: 'plain_text', text: 'Approve' }, action_id: 'approve', value: 'R-1' };
const blocks = [
  { type: 'header', text: { type: 'plain_text', text: 'Promote fraud-scorer v7 to production?' } },
  { type: 'section', text: { type: 'mrkdwn', text: '*Risk*, 1 more: Mei or Jon' } },
  { type: 'actions', block_id: 'verbs', elements: [approve] },
];

/** The pretend Slack under load, so that it does not decide what the other benches and the scenario tests show. */
export const slackBench: Bench = {
  name: 'slack',
  summary: 'messages and clicks through the pretend Slack beside a server that does nothing',
  run: async ({ closing, quick, say }) => {
    const repetitions = quick ? { batches: 5, warmUp: 2 } : { batches: 40, warmUp: 5 };
    say(`Posting ${repetitions.batches * batch} messages and clicking as often…`);
    const measured = await measurePretendSlack(closing, repetitions);
    const messages = { id: 'slack-messages', title: `${batch} messages, ${atOnce} at once` } as const;
    const clicks = { id: 'slack-clicks', title: `${batch} clicks with their acks, ${atOnce} at once` } as const;
    const lines = [
      { ...messages, unit: 'ms', compared: compare(measured.messagesMs) },
      { ...clicks, unit: 'ms', compared: compare(measured.clicksMs) },
    ] as const;
    const perSecond = (ms: number) => Math.round((batch * 1000) / ms).toLocaleString('en');
    const rates = `  That is ${perSecond(lines[0].compared.countersign.value)} messages and ${perSecond(lines[1].compared.countersign.value)} clicks a second.`;
    return { text: [table(lines), rates], measured: { repetitions, lines, ...measured } };
  },
};

/** The pretend Slack over real HTTP, in turns with a bare server that does nothing. */
async function measurePretendSlack(
  closing: Closing,
  { batches, warmUp }: { batches: number; warmUp: number },
): Promise<PretendSlackMeasured> {
  const app = await bareServer(closing);
  const slack = await startPretendSlack({ rateLimits: 'off', delivery: { mode: 'http', requestUrl: app } });
  closing.add(() => slack.stop());
  const messagesMs: Pair[] = [];
  const clicksMs: Pair[] = [];
  const { ts } = await post(`${slack.apiUrl}chat.postMessage`, { channel, text: 'x', blocks: JSON.stringify(blocks) });
  for (let i = -warmUp; i < batches; i += 1) {
    const messages = {
      countersign: await timed(() => posted(`${slack.apiUrl}chat.postMessage`)),
      floor: await timed(() => posted(app)),
    };
    const clicks = { countersign: await timed(() => clicked(slack, ts)), floor: await timed(() => posted(app)) };
    if (i < 0) continue;
    messagesMs.push(messages);
    clicksMs.push(clicks);
  }
  return { messagesMs, clicksMs };
}

async function bareServer(closing: Closing): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.add(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function posted(url: string): Promise<void> {
  await each(() => post(url, { channel, text: 'x', blocks: JSON.stringify(blocks) }));
}

async function clicked(slack: PretendSlack, ts: string): Promise<void> {
  await each(() => slack.act.press({ as: 'mei', channel, ts, blockId: 'verbs', actionId: 'approve' }));
}

async function each(work: () => Promise<unknown>): Promise<void> {
  let left = batch;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function post(url: string, fields: Record<string, string>): Promise<{ ts: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-local-bot-token' },
    body: new URLSearchParams(fields),
  });
  const answer = (await response.json()) as { ok: boolean; ts?: string };
  if (!answer.ok) throw new Error(`the pretend Slack refused a message: ${JSON.stringify(answer)}`);
  return { ts: answer.ts ?? '' };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
