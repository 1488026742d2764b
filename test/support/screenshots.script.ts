import { mkdir } from 'node:fs/promises';
import type { Page } from 'puppeteer-core';
import { removeEmbeddedPostgres } from '#store/embedded-postgres/remove-embedded-postgres.ts';
import { openDatabaseServer } from '../../src/database-server.ts';
import { openBrowser } from './browser.ts';
import { openDemoWorkspace } from './demo-workspace.ts';
import { click, hook, press, shows, type } from './page-driver.ts';
import { actAs, approve, closeModal, pick, send } from './story.ts';

const folder = '.countersign/screenshots';
const images = 'docs/images';

/** Draws the pictures of README from the local workspace, as people see it. Run by `npm run screenshots`. */
async function draw(page: Page): Promise<void> {
  await page.waitForSelector('body:not(.starting)');
  await press(page, 'Close Start here', hook('tour'));
  await send(page, '/mlops promote');
  await pick(page, 'Model', 'fraud', 'fraud-scorer');
  await shows(page, hook('modal'), 'It replaces v5');
  await pick(page, 'Version', '', 'v7');
  await type(page, `${hook('modal')} textarea`, 'Better recall on EU cards after the October data.');
  await click(page, hook('modal-submit'));
  await shows(page, hook('modal'), 'is requested as');
  await closeModal(page);
  await shows(page, hook('message'), 'Approvals needed');
  await actAs(page, 'ben');
  await shot(page, 'approval-card', `${hook('message')}:has([data-action="approve"])`);
  await approve(page, 'Checked the leakage tests myself; recall holds in every region.');
  await actAs(page, 'mei');
  await approve(page, 'Challenged the EU slice, it holds.', () => shot(page, 'confirm', hook('modal')));
  await shot(page, 'workspace');
  await actAs(page, 'tom');
  await approve(page, 'Fewer false declines for customers; support is informed.');
  await shows(page, hook('message'), 'Promoted: fraud-scorer v7');
  await shot(page, 'promoted', `${hook('message')}:has([data-action="rollback"])`);
  await cost(page);
  await rollOut(page);
  await drift(page);
  await retrain(page);
  await weeklyDigest(page);
}

/** What the pretend bill says, as it was read when the workspace began. */
async function cost(page: Page): Promise<void> {
  await actAs(page, 'ana');
  await send(page, '/mlops cost all --by team --last 8w');
  await shows(page, hook('message'), 'All spend');
  await page.setViewport({ width: 1280, height: 1400 });
  await shot(page, 'cost', saying('All spend'));
  await page.setViewport({ width: 1280, height: 900 });
}

/** A promotion on Vertex AI, at its first step of traffic. */
async function rollOut(page: Page): Promise<void> {
  await actAs(page, 'rosa');
  await send(page, '/mlops promote similar-items 5 to production because clicks of October');
  await shows(page, hook('message'), 'Promote similar-items v5 to production?');
  for (const person of ['kim', 'tom']) {
    await actAs(page, person);
    await approve(page, 'Looked at both surfaces.');
  }
  await shows(page, hook('message'), 'Rolling out similar-items v5');
  await forward(2 * 60_000);
  await shows(page, hook('message'), 'has 10% of the traffic');
  await shot(page, 'rollout', `${hook('message')}:has([data-action="stop-rollout"])`);
}

/** The alert that the pretend monitor of flights leads to as days go by. */
async function drift(page: Page): Promise<void> {
  await actAs(page, 'kim');
  await click(page, hook('channel-ml-alerts'));
  for (let days = 0; days < 30; days += 1) {
    await forward(86_400_000);
    await new Promise((done) => setTimeout(done, 3_000));
    if (await page.evaluate(`document.body.textContent.includes('Drift: late-arrivals')`)) break;
  }
  await shows(page, hook('message'), 'Drift: late-arrivals');
  await page.setViewport({ width: 1280, height: 1200 });
  await shot(page, 'drift', saying('Drift: late-arrivals'));
  await page.setViewport({ width: 1280, height: 900 });
}

/** A run of the pretend Kubeflow, from the question to what it made. */
async function retrain(page: Page): Promise<void> {
  await actAs(page, 'kim');
  await click(page, hook('channel-ml-approvals'));
  await send(page, '/mlops retrain late-arrivals because drift: late flights move with the season');
  await shows(page, hook('modal'), 'Start the run');
  await click(page, hook('modal-submit'));
  await shows(page, hook('modal'), 'is requested as');
  await closeModal(page);
  for (let minutes = 0; minutes < 14; minutes += 2) {
    await forward(2 * 60_000);
    await new Promise((done) => setTimeout(done, 1_500));
  }
  await shows(page, hook('message'), 'Retrained: late-arrivals v4');
  await shot(page, 'retrained', saying('Retrained: late-arrivals'));
}

/** What a Monday tells of a team that waits for a decision. */
async function weeklyDigest(page: Page): Promise<void> {
  await actAs(page, 'rosa');
  await send(page, '/mlops promote home-ranker 12 to production because clicks of October');
  await shows(page, hook('message'), 'Promote home-ranker v12 to production?');
  await click(page, hook('channel-ml-digest'));
  for (let days = 1; days <= 7; days += 1) {
    await forward(86_400_000);
    await new Promise((done) => setTimeout(done, 5_000));
    if (await page.evaluate(`document.body.textContent.includes('home-ranker v12 to production, for ')`)) break;
  }
  const shown = `//*[@data-testid="message"][contains(., "Team recs · week") and contains(., "home-ranker v12")]`;
  await page.setViewport({ width: 1280, height: 1200 });
  await shot(page, 'digest', `::-p-xpath(${shown})`);
  await page.setViewport({ width: 1280, height: 900 });
}

/** The message that says something, also after it was drawn anew. */
function saying(text: string): string {
  return `::-p-xpath(//*[@data-testid="message"][contains(., "${text}")])`;
}

/** Moves the clock of the workspace. */
async function forward(advanceMs: number): Promise<void> {
  await fetch(`${demo.url}/control/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMs }),
  });
}

async function shot(page: Page, name: string, selector?: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 300)))');
  const path = `${images}/${name}.png` as const;
  const part = selector === undefined ? null : await page.waitForSelector(selector);
  await (part ?? page).screenshot({ path });
}

await mkdir(images, { recursive: true });
const database = await openDatabaseServer({ url: null, folder, log: () => {} });
const demo = await openDemoWorkspace(database.url);
const browser = await openBrowser();
try {
  const page = await browser.page(`${demo.url}/?as=ana`, { width: 1280, height: 900, timeZone: 'Europe/Amsterdam' });
  page.setDefaultTimeout(15_000);
  await draw(page);
} finally {
  await browser.close();
  await demo.close();
  await database.stop();
  await removeEmbeddedPostgres(folder);
}
