import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { northwindTour } from '#sandbox/northwind-tour.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { openDemoWorkspace } from '../support/demo-workspace.ts';
import { click, hook, shows } from '../support/page-driver.ts';

let database: FreshDatabase;
let demo: Awaited<ReturnType<typeof openDemoWorkspace>>;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  database = await freshDatabase();
  demo = await openDemoWorkspace(database.url);
  browser = await openBrowser();
  page = await browser.page(`${demo.url}/?as=ana`, { width: 1280, height: 900 });
  page.setDefaultTimeout(90_000);
});
afterAll(async () => {
  await browser.close();
  await demo.close();
  await database.close();
});

/** A click may miss what still moves on a busy machine; whoever misses clicks again. */
async function goOn(from: string): Promise<void> {
  const gone = `!document.querySelector('.tour-step').textContent.startsWith(${JSON.stringify(from)})`;
  for (let moved = false; !moved && !(await page.evaluate(gone)); ) {
    await click(page, hook('tour-next'));
    moved = await page.waitForFunction(gone, { timeout: 5_000 }).then(
      () => true,
      () => false,
    );
  }
}

it('walks a newcomer through one of each thing, pressing its own buttons alone', { timeout: 240_000 }, async () => {
  const steps = northwindTour.flatMap((chapter) => chapter.steps);
  for (const [index, { title }] of steps.entries()) {
    await shows(page, '.tour-step', `${index + 1} of ${steps.length} · ${title}`);
    await click(page, hook('tour-do'));
    await shows(page, '.tour-said', '✓ Done.');
    if (index < steps.length - 1) await goOn(`${index + 1} of`);
  }
  await shows(page, '.tour-said', 'That was the tour');
  const flights = demo.workspace.mlflow.outside.model('late-arrivals');
  expect(flights?.aliases.length).toBeGreaterThan(0);
  expect(demo.workspace.mlflow.outside.model('fraud-scorer')?.aliases).toContainEqual({
    alias: 'production',
    version: 7,
  });
});

it('fits the width of a phone', async () => {
  const phone = await browser.page(`${demo.url}/?as=ana`, { width: 390, height: 844 });
  await phone.waitForSelector('.tour-step', { visible: true });

  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  for (const each of ['tour-do', 'tour-next']) {
    const box = await (await phone.waitForSelector(hook(each), { visible: true }))?.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  }
});
