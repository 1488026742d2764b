import { RespondError } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { svgPng } from '#adapters/images/svg-png.ts';
import type { Chat, Rendered } from '#domain/chat.ts';
import { answered } from '#slack/scene.ts';
import { slackChat } from '#slack/sender.ts';
import { section, table } from '#views/blocks.ts';
import { shownChart } from '#views/chart.ts';
import { message } from '#views/frames.ts';
import { md } from '#views/mrkdwn.ts';
import { dailyCost } from '../charts/sample-charts.ts';
import { type Bench, clientOf, startBench } from '../sandbox/slack-scripted-app.ts';

const channel = 'C0MLAPPR01';
const day = 86_400_000;

let bench: Bench;
let chat: Chat;
let drawn = 0;

beforeEach(async () => {
  bench = await startBench();
  drawn = 0;
  chat = chatWith();
});
afterEach(() => bench.stop());

function chatWith(token?: string): Chat {
  return slackChat({
    client: clientOf(bench.slack, token),
    teamId: 'T0LOCAL001',
    botUserId: 'U0BOT',
    markKey: Buffer.alloc(32),
    paceMs: 0,
    now: () => bench.slack.clock.now(),
    drawPng: async (svg) => {
      drawn += 1;
      return await svgPng(svg, 0.25);
    },
  });
}

function cost(more: Parameters<typeof message>[0] = []): Rendered {
  const { blocks, pictures } = shownChart(dailyCost);
  return message([section(md`Team fraud: €4,120 last week`), ...blocks, ...more], [], pictures);
}

/** What an effect does: prepares, waits as it is told to, sends once; answers the errors on the way. */
async function deliver(wanted: Rendered, over: Chat = chat): Promise<readonly string[]> {
  const errors: string[] = [];
  for (let tries = 0; tries < 40; tries += 1) {
    const fitted = await over.fit(wanted);
    if ('waitMs' in fitted) {
      bench.slack.clock.advance(fitted.waitMs);
      continue;
    }
    try {
      await over.post({ ...fitted, channel, threadTs: null, effect: 'e1' });
      return errors;
    } catch (error) {
      expect(error).toMatchObject({ name: 'UpstreamError', ambiguous: false });
      errors.push((error as Error).message);
      if (!(error as { retryable?: boolean }).retryable) return errors;
    }
  }
  throw new Error('never delivered');
}

const kinds = () => bench.slack.see.messages(channel).map(({ blocks }) => blocks.map(({ type }) => type));
const calls = (method: string) => bench.slack.exchanges().filter(({ title }) => title.startsWith(method)).length;
const without = (fault: string) => bench.slack.fault({ fault, on: true });

describe('a message with a chart', () => {
  it('goes out with Slack’s own chart where that is taken, and nothing is drawn', async () => {
    expect(await deliver(cost())).toEqual([]);
    expect(kinds()).toEqual([['section', 'data_visualization', 'context']]);
    expect(drawn).toBe(0);
  });

  it('goes out with a picture where charts are refused, and the next ones do so at once, for a day', async () => {
    without('without-charts');
    expect(await deliver(cost())).toHaveLength(1);
    expect(kinds()).toEqual([['section', 'image', 'context']]);
    const [shown] = bench.slack.see.messages(channel);
    expect(shown?.blocks[1]).toMatchObject({ alt_text: expect.stringContaining('Team fraud: cost by model') });
    expect(await deliver(cost())).toEqual([]);
    expect([drawn, calls('files.completeUploadExternal')]).toEqual([1, 1]);
    bench.slack.fault({ fault: 'without-charts', on: false });
    bench.slack.clock.advance(day);
    expect(await deliver(cost())).toEqual([]);
    expect(kinds().at(-1)).toContain('data_visualization');
  });

  it('is edited the same way', async () => {
    expect(await deliver(cost())).toEqual([]);
    without('without-charts');
    const [posted] = bench.slack.see.messages(channel);
    const place = { channel, ts: posted?.ts ?? '' };
    await expect(chat.update({ ...cost(), ...place })).rejects.toMatchObject({ retryable: true, retryAfterMs: 0 });
    for (let fitted = await chat.fit(cost()); ; fitted = await chat.fit(cost())) {
      if ('waitMs' in fitted) bench.slack.clock.advance(fitted.waitMs);
      else {
        await chat.update({ ...fitted, ...place });
        break;
      }
    }
    expect(kinds()).toEqual([['section', 'image', 'context']]);
  });

  it('says the numbers in words where the app may not upload files', async () => {
    bench.slack.tokens.set('xoxb-no-files', { kind: 'bot', scopes: ['chat:write'], status: 'active' });
    without('without-charts');
    expect(await deliver(cost(), chatWith('xoxb-no-files'))).toHaveLength(1);
    const [shown] = bench.slack.see.messages(channel);
    expect(JSON.stringify(shown?.blocks[1])).toContain('fraud-scorer: from €');
    expect(calls('files.completeUploadExternal')).toBe(0);
  });

  it('says them in words where Slack never reads the picture', async () => {
    bench.slack.fileDelay.ms = 10 * day;
    without('without-charts');
    await deliver(cost());
    expect(kinds()).toEqual([['section', 'section', 'context']]);
  });

  it('waits blindly, and then shows the picture, where the app may not ask whether Slack read it', async () => {
    bench.slack.tokens.set('xoxb-blind', { kind: 'bot', scopes: ['chat:write', 'files:write'], status: 'active' });
    without('without-charts');
    await deliver(cost(), chatWith('xoxb-blind'));
    expect(kinds()).toEqual([['section', 'image', 'context']]);
  });
});

describe('a message that Slack refuses', () => {
  it('loses its table as well where tables are refused too', async () => {
    without('without-charts');
    without('without-tables');
    const rows = [
      ['feature', 'js'],
      ['transaction_amount', '0.41'],
    ];
    await deliver(cost([table(rows)]));
    expect(kinds()).toEqual([['section', 'section', 'context', 'rich_text']]);
    const [shown] = bench.slack.see.messages(channel);
    expect(JSON.stringify(shown?.blocks[3])).toContain('transaction_amount  0.41');
  });

  it('for another reason stays refused, and blames no kind of block for long', async () => {
    const broken = cost();
    const wrong = { ...broken, blocks: [...broken.blocks, { type: 'section' }] };
    expect((await deliver(wrong)).at(-1)).toBe('Slack answered invalid_blocks.');
    expect(await deliver(cost())).toEqual([]);
    expect(kinds()).toEqual([['section', 'data_visualization', 'context']]);
  });
});

describe('a private answer', () => {
  /** Types a command and answers it at its response URL, as Bolt does; answers how often that was called. */
  async function answer(said: ReturnType<typeof message>): Promise<number> {
    await bench.slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: 'cost' });
    const url = bench.app.received.at(-1)?.responseUrl ?? '';
    let used = 0;
    await answered(said, async (body) => {
      used += 1;
      const taken = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      if (!taken.ok) throw new RespondError(await taken.text(), taken.status);
    });
    return used;
  }
  const toAna = () => bench.slack.see.messages(channel, 'ana').map(({ blocks }) => blocks.map(({ type }) => type));

  it('shows Slack’s chart where that is taken, and else says the numbers in words', async () => {
    const { blocks, pictures } = shownChart(dailyCost);
    const said = message(blocks, [], pictures);
    expect(await answer(said)).toBe(1);
    without('without-charts');
    expect(await answer(said)).toBe(2);
    expect(toAna()).toEqual([
      ['data_visualization', 'context'],
      ['section', 'context'],
    ]);
  });

  it('is not sent again where that would change nothing', async () => {
    await expect(answer(message([section(md`x`, undefined, 3000), { type: 'header' } as never]))).rejects.toMatchObject(
      { statusCode: 400 },
    );
  });
});
