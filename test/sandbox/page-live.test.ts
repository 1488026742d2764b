import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrasts } from '../support/contrast.ts';
import { CARD_TS } from '../support/fake-messages.ts';
import {
  click,
  focusedAction,
  gone,
  hook,
  pageBench,
  press,
  shows,
  textOf,
  type,
  until,
} from '../support/page-driver.ts';

let bench: Awaited<ReturnType<typeof pageBench>>;

beforeAll(async () => {
  bench = await pageBench();
});
afterAll(async () => {
  await bench.close();
});

const scrolled = (page: Page) => page.$eval('.messages', (list) => list.scrollTop);
const ground = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');

describe('live', () => {
  it('marks a channel unread when something arrives there, and read when it is opened', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await page.waitForSelector(hook('message'));
    fake.put({ ts: '1795600000.000100', channel: 'C0ALERTS01', text: 'Drift' });
    await shows(page, `${hook('channel-ml-alerts')} .count`, '1');
    await click(page, hook('channel-ml-alerts'));
    await shows(page, hook('message'), 'Drift');
    await gone(page, `${hook('channel-ml-alerts')} .count`);
  });

  it('keeps the place one reads at when messages arrive, and offers the way down', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA', { height: 600 });
    await page.waitForSelector(hook('message'));
    await page.$eval('.messages', (list) => list.scrollTo(0, 10));
    await until(page, `document.querySelector('.messages').scrollTop === 10`);
    fake.put({ ts: '1795600000.000100', text: 'Something new' });
    await page.waitForSelector('.newer:not([hidden])');
    expect(await scrolled(page)).toBe(10);
    await press(page, 'New messages ↓');
    await until(page, `document.querySelector('.messages').scrollTop > 10`);
  });

  it('keeps the focus on a card’s button while the card is edited', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await page.waitForSelector('[data-action="details"]');
    await page.focus('[data-action="details"]');
    fake.put({ ts: CARD_TS, edited: true });
    await page.waitForSelector('.edited');
    expect(await focusedAction(page)).toBe('details');
  });

  it('comes back after the connection was lost and shows what it missed', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await page.waitForSelector(hook('message'));
    fake.cut();
    await page.waitForSelector('#connection:not([hidden])');
    fake.put({ ts: '1795600000.000100', text: 'Said meanwhile' });
    await page.waitForSelector('#connection', { hidden: true });
    await shows(page, hook('message'), 'Said meanwhile');
  });

  it('shows requests, switches faults and moves the clock', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await type(page, hook('composer'), '/mlops help');
    await page.keyboard.press('Enter');
    await click(page, hook('tab-requests'));
    await shows(page, '.exchanges', '/mlops help');
    await click(page, '.exchanges summary');
    await shows(page, '.json', 'nested: true');
    await click(page, hook('tab-faults'));
    const before = await textOf(page, hook('now'));
    await click(page, hook('clock-day'));
    await until(page, `document.querySelector('[data-testid="now"]').textContent !== ${JSON.stringify(before)}`);
    expect(await textOf(page, hook('now'))).toContain('25 November');
    await click(page, hook('fault-mlflow.slow'));
    await until(page, `document.querySelector('[data-testid="fault-mlflow.slow"]').checked`);
    expect(fake.acts.at(-1)?.body).toEqual({ system: 'mlflow', fault: 'slow', on: true });
  });

  it('moves an alias past the approvals and marks where it went', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await page.waitForSelector(hook('registry-churn-production'));
    await page.$eval('[data-key="fraud-scorer move"]', (details) => {
      details.open = true;
    });
    await page.select('[data-key="fraud-scorer move"] select', '6');
    await click(page, hook('move-fraud-scorer'));
    await shows(page, hook('registry-fraud-scorer-production'), 'v6');
    expect(fake.acts.at(-1)).toEqual({
      route: 'registry/alias',
      body: { model: 'fraud-scorer', alias: 'production', version: '6' },
    });
  });

  it('follows the address to a person, a channel, the Home tab and a permalink', async () => {
    const { page, fake } = await bench.open('/?as=U0MEI#/C0ALERTS01');
    expect(await textOf(page, hook('acting-as'))).toContain('Mei Tanaka');
    await shows(page, '#channel-title', '# ml-alerts');
    await shows(page, '.messages .empty', 'No messages here yet');
    await click(page, hook('app-home'));
    await shows(page, hook('home'), 'has not published a Home tab for Mei Tanaka yet');
    await page.goto(`${fake.url}/archives/C0APPROVE1/p${CARD_TS.replace('.', '')}?as=U0ANA`);
    await page.waitForSelector(`.message-found[data-ts="${CARD_TS}"]`);
  });
});

describe('for everyone', () => {
  it('follows the system into the dark, and the person out of it for good', async () => {
    const light = await ground((await bench.open('/?as=U0ANA')).page);
    const { page } = await bench.open('/?as=U0ANA', { dark: true });
    expect(await ground(page)).not.toBe(light);
    const isLight = `getComputedStyle(document.body).backgroundColor === ${JSON.stringify(light)}`;
    await click(page, hook('theme'));
    await until(page, isLight);
    await page.reload();
    await until(page, isLight);
  });

  it('shows Start here on the first visit only, and again when asked', async () => {
    const { page } = await bench.open('/?as=U0ANA');
    await page.waitForSelector(`${hook('tour')}:not([hidden])`);
    await press(page, 'Close Start here');
    await page.reload();
    await page.waitForSelector(hook('message'));
    expect(await page.$(`${hook('tour')}:not([hidden])`)).toBeNull();
    await click(page, hook('start-here'));
    await page.waitForSelector(`${hook('tour')}:not([hidden])`);
  });

  it('shows one part at a time on a phone and nothing wider than it', async () => {
    const { page } = await bench.open('/?as=U0ANA#/C0BLOCKS01', { width: 390, height: 800 });
    await page.waitForSelector('[data-block-id="pie"]');
    const wider = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(await wider()).toBeLessThanOrEqual(0);
    expect(await page.$eval('.messages', (list) => list.scrollWidth - list.clientWidth)).toBeLessThanOrEqual(0);
    await click(page, hook('narrow-places'));
    await click(page, hook('channel-ml-approvals'));
    await page.waitForSelector(hook('composer'), { visible: true });
    await click(page, hook('narrow-side'));
    await page.waitForSelector(hook('tab-registry'), { visible: true });
    expect(await wider()).toBeLessThanOrEqual(0);
    expect(await page.$eval(hook('acting-as'), (node) => node.checkVisibility())).toBe(true);
  });

  it('switches person with the keyboard alone', async () => {
    const { page } = await bench.open('/?as=U0ANA');
    await page.waitForSelector(hook('message'));
    await page.focus(hook('acting-as'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await textOf(page, hook('acting-as'))).toContain('Mei Tanaka');
    expect(page.url()).toContain('as=U0MEI');
  });

  it('holds Tab inside a modal, closes it with Escape and gives the focus back', async () => {
    const { page } = await bench.open('/?as=U0ANA');
    await page.waitForSelector('[data-action="approve"]');
    await page.focus('[data-action="approve"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector(hook('modal'));
    const stops = new Set<unknown>();
    for (let i = 0; i < 24; i += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(
        `document.activeElement.closest('dialog') === null ? 'outside' : document.activeElement.outerHTML`,
      );
      stops.add(stop);
    }
    expect(stops).not.toContain('outside');
    expect(stops.size).toBeGreaterThan(6);
    await page.keyboard.press('Escape');
    await gone(page, hook('modal'));
    expect(await focusedAction(page)).toBe('approve');
  });

  it.each([false, true])('keeps every text readable (AA), dark: %s', async (dark) => {
    const { page } = await bench.open('/?as=U0ANA#/C0BLOCKS01', { dark });
    await press(page, 'Fail please');
    const texts = await contrasts(page);
    expect(texts.length).toBeGreaterThan(100);
    await click(page, hook('channel-ml-approvals'));
    await press(page, 'Approve…', '[data-block="actions"]');
    await click(page, hook('modal-submit'));
    await shows(page, '.input-error', 'Please say why');
    const inModal = await contrasts(page);
    expect(inModal.length).toBeGreaterThan(10);
    expect([...texts, ...inModal].filter((text) => text.ratio < 4.5)).toEqual([]);
  });

  it.each(['/?as=U0ANA#/C0BLOCKS01', '/?as=U0ANA', '/?as=U0ANA#/home'])(
    'names every control and has one main part: %s',
    async (address) => {
      const { page, problems } = await bench.open(address);
      await page.waitForSelector('.message, .home .block');
      const nameless = await page.$$eval('button, a[href], input, textarea, select, [role="option"]', (controls) =>
        controls
          .filter((node) => node.checkVisibility())
          .filter((node) => {
            const labels = [...(node.labels ?? [])].map((label) => label.textContent).join('');
            return `${node.getAttribute('aria-label') ?? labels}${node.textContent}`.trim() === '';
          })
          .map((node) => node.outerHTML),
      );
      expect(nameless).toEqual([]);
      expect(await page.$$eval('main', (all) => all.length)).toBe(1);
      expect(await page.$$eval('h1', (all) => all.length)).toBe(1);
      const ids = await page.$$eval('[id]', (all) => all.map((node) => node.id));
      expect(new Set(ids).size).toBe(ids.length);
      expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
    },
  );
});
