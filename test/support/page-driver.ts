import type { Page } from 'puppeteer-core';
import { openBrowser, type PageOptions } from './browser.ts';
import { type FakeControl, startFakeControl } from './fake-control.ts';

export interface DrivenPage {
  readonly page: Page;
  readonly fake: FakeControl;
  /** Sentences of errors the page threw or logged. */
  readonly problems: string[];
}

/** Opens the page in a workspace of its own; everything ends with `close`. */
export async function pageBench() {
  const browser = await openBrowser();
  const fakes: FakeControl[] = [];
  return {
    async open(address: string, options: PageOptions = {}): Promise<DrivenPage> {
      const fake = await startFakeControl();
      fakes.push(fake);
      const page = await browser.page('about:blank', options);
      page.setDefaultTimeout(10_000);
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(`${fake.url}${address}`, { waitUntil: 'load' });
      await page.waitForSelector('body:not(.starting)');
      return { page, fake, problems };
    },
    async close() {
      await browser.close();
      await Promise.all(fakes.map((fake) => fake.stop()));
    },
  };
}

export const hook = (name: string) => `[data-testid="${name}"]`;

/** The text of the first element a selector finds, once it is there. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const element = await page.waitForSelector(selector);
  return (await element?.evaluate((node) => node.textContent)) ?? '';
}

/** Clicks what the selector finds, once it is there to be seen and stands still. */
export async function click(page: Page, selector: string): Promise<void> {
  await page.locator(selector).click();
}

/** Types into what the selector finds, once it is there to be seen. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  const found = await page.waitForSelector(selector, { visible: true });
  await found?.type(text);
}

/** Waits until the text of some element of that kind contains `text`. */
export async function shows(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].some((one) => one.textContent.includes(${JSON.stringify(text)}))`,
  );
}

/** Waits until an expression holds in the page. */
export async function until(page: Page, expression: string): Promise<void> {
  await page.waitForFunction(expression);
}

/** No act is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await until(page, `document.querySelector('[aria-busy]') === null`);
}

/** The action id of the element that has the focus. */
export async function focusedAction(page: Page): Promise<unknown> {
  return await page.evaluate('document.activeElement.dataset.action');
}

export async function gone(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector, { hidden: true });
}

/** Presses the visible button, link or option with exactly this accessible name. */
export async function press(page: Page, name: string, within = 'body'): Promise<void> {
  await page.locator(`${within} ::-p-aria([name="${name}"])`).click();
}
