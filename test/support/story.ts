import type { Page } from 'puppeteer-core';
import { click, hook, press, shows, type } from './page-driver.ts';

/** What the local workspace's page calls the people of the story. */
export async function actAs(page: Page, person: string): Promise<void> {
  await click(page, hook('acting-as'));
  await click(page, hook(`person-${person}`));
  await page.waitForSelector(`${hook('acting-as')}[aria-expanded="false"]`);
}

/** Writes a line into the open channel and sends it; Escape first puts the completions away. */
export async function send(page: Page, line: string): Promise<void> {
  await type(page, hook('composer'), line);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

/** Chooses in a searchable picker: types, then takes the first offer that contains `offer`. */
export async function pick(page: Page, label: string, typed: string, offer: string): Promise<void> {
  const field = await page.waitForSelector(`${hook('modal')} ::-p-aria([name="${label}"][role="combobox"])`);
  await field?.click();
  await field?.type(typed);
  const found = await page.waitForSelector(`${hook('modal')} [role="option"]::-p-text(${offer})`, { visible: true });
  await found?.click();
}

/** Presses Approve on the newest card, gives a reason, and closes what says that it is recorded. */
export async function approve(page: Page, reason: string, shot?: () => Promise<void>): Promise<void> {
  await click(page, `${hook('message')} [data-action="approve"]`);
  await shows(page, hook('modal'), 'You approve as');
  await type(page, `${hook('modal')} textarea`, reason);
  await shot?.();
  await click(page, hook('modal-submit'));
  await shows(page, hook('modal'), 'is recorded');
  await closeModal(page);
}

/** Closes the modal, again if it was drawn anew just when it was pressed. */
export async function closeModal(page: Page): Promise<void> {
  for (let tries = 1; tries <= 5; tries += 1) {
    if ((await page.$(hook('modal'))) === null) return;
    await press(page, 'Close', hook('modal')).catch(() => {});
    const gone = await page.waitForSelector(hook('modal'), { hidden: true, timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (gone) return;
  }
  throw new Error('the modal does not close');
}
