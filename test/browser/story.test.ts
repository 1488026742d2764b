import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { openDemoWorkspace } from '../support/demo-workspace.ts';
import { click, hook, shows, textOf, type } from '../support/page-driver.ts';
import { actAs, approve, closeModal, pick, send } from '../support/story.ts';

describe('the whole story on the page', () => {
  let database: FreshDatabase;
  let demo: Awaited<ReturnType<typeof openDemoWorkspace>>;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    database = await freshDatabase();
    demo = await openDemoWorkspace(database.url);
    browser = await openBrowser();
    page = await browser.page(`${demo.url}/?as=ana`, { width: 1360, height: 1000 });
    page.setDefaultTimeout(15_000);
    await page.waitForSelector('body:not(.starting)');
  });
  afterAll(async () => {
    await browser.close();
    await demo.close();
    await database.close();
  });

  it('asks for a promotion with /mlops promote and the form', async () => {
    await send(page, '/mlops promote');
    await shows(page, hook('modal'), 'Pick a model');
    await pick(page, 'Model', 'fraud', 'fraud-scorer');
    await shows(page, hook('modal'), 'It replaces v5');
    await pick(page, 'Version', '', 'v7');
    await type(page, `${hook('modal')} textarea`, 'Better recall on EU cards after the October data.');
    await click(page, hook('modal-submit'));
    await shows(page, hook('modal'), 'is requested as R-1');
    await closeModal(page);
    await shows(page, hook('message'), 'Promote fraud-scorer v7 to production?');
  });

  it('tells the requester on the page why their own approval cannot count', async () => {
    await click(page, `${hook('message')} [data-action="approve"]`);
    await shows(page, hook('modal'), 'You asked for this, so your approval cannot fill a seat.');
    await closeModal(page);
  });

  it('moves the alias, and shows it moving, once the people whose yes is needed have said it', async () => {
    expect(await textOf(page, hook('registry-fraud-scorer-production'))).toContain('v5');
    for (const person of ['ben', 'mei', 'tom']) {
      await actAs(page, person);
      await approve(page, 'Looked at the evidence and the load test.');
    }
    await shows(page, hook('message'), 'Promoted: fraud-scorer v7 is production');
    await shows(page, hook('registry-fraud-scorer-production'), 'v7');
    expect(await page.$(`${hook('message')} [data-action="approve"]`)).toBeNull();
    expect(demo.workspace.mlflow.outside.model('fraud-scorer')?.aliases).toContainEqual({
      alias: 'production',
      version: 7,
    });
  });

  it('offers the way back, and rolls back with a reason and a second yes', async () => {
    await actAs(page, 'ben');
    await click(page, `${hook('message')} [data-action="rollback"]`);
    await shows(page, hook('modal'), 'from v7 back to v5');
    await type(page, `${hook('modal')} textarea`, 'False positives doubled within the hour.');
    await click(page, hook('modal-submit'));
    await shows(page, hook('modal'), 'is requested as R-2');
    await closeModal(page);
    for (const person of ['ben', 'mei']) {
      await actAs(page, person);
      await approve(page, 'Agreed, the old version is safer today.');
    }
    await shows(page, hook('registry-fraud-scorer-production'), 'v5');
  });

  it('lists on App Home what waits for the person', async () => {
    await actAs(page, 'rosa');
    await send(page, '/mlops promote home-ranker 13 because ranks fresh items better');
    await shows(page, hook('message'), 'Promote home-ranker v13 to production?');
    await actAs(page, 'tom');
    await click(page, hook('app-home'));
    await shows(page, hook('home'), 'home-ranker v13');
  });
});
