import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, hook, pageBench, type } from '../support/page-driver.ts';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

let bench: Awaited<ReturnType<typeof pageBench>>;
beforeAll(async () => {
  bench = await pageBench();
});
afterAll(async () => {
  await bench.close();
});

/** What axe-core calls serious or critical on the page as it stands: a line each, with the first elements it found. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run(document)')) as AxeResults;
  expect(results.passes.length).toBeGreaterThan(10);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary ?? ''}`),
    );
}

const places: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
  ['a channel with every block', '/?as=U0ANA', (page) => page.waitForSelector(hook('message'))],
  [
    'a thread',
    `/?as=U0ANA`,
    async (page) => {
      await click(page, hook('replies'));
      await page.waitForSelector('.thread:not([hidden]), body.has-thread');
    },
  ],
  [
    'a modal',
    '/?as=U0ANA',
    async (page) => {
      await type(page, hook('composer'), '/mlops promote');
      await page.keyboard.press('Enter');
      await page.waitForSelector(hook('modal'));
    },
  ],
  [
    'App Home',
    '/?as=U0ANA#/home',
    (page) => page.waitForSelector(`${hook('home')}, .home, #main section:not([hidden])`),
  ],
  [
    'the requests panel',
    '/?as=U0ANA',
    async (page) => {
      await type(page, hook('composer'), '/mlops help');
      await page.keyboard.press('Enter');
      await click(page, hook('tab-requests'));
      await page.waitForSelector('.exchanges summary');
    },
  ],
  ['the switches panel', '/?as=U0ANA', (page) => click(page, hook('tab-faults'))],
];

describe.each([
  ['light', {}],
  ['dark', { dark: true }],
] as const)('axe-core finds nothing serious in %s colours', (_name, options) => {
  it.each(places)('in %s', async (_place, address, arrive) => {
    const { page } = await bench.open(address, options);
    await arrive(page);
    expect(await findings(page)).toEqual([]);
    await page.close();
  });
});

it('axe-core finds nothing serious on the width of a phone', async () => {
  const { page } = await bench.open('/?as=U0ANA', { width: 390, height: 844 });
  await page.waitForSelector(hook('message'));
  expect(await findings(page)).toEqual([]);
});

it('would be told by axe-core if something were wrong', async () => {
  const { page } = await bench.open('/?as=U0ANA');
  await page.waitForSelector(hook('message'));
  await page.evaluate(
    `document.querySelector('#main').append(Object.assign(document.createElement('img'), { src: '/x.png' }))`,
  );
  expect((await findings(page)).join()).toContain('image-alt');
});
