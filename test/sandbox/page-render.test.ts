import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, gone, hook, pageBench, press, settled, shows, textOf, type } from '../support/page-driver.ts';

const CARD = '[data-block="actions"]';
const BLOCKS = '/?as=U0ANA#/C0BLOCKS01';
let bench: Awaited<ReturnType<typeof pageBench>>;

beforeAll(async () => {
  bench = await pageBench();
});
afterAll(async () => {
  await bench.close();
});

describe('the page', () => {
  it('draws every kind of block, and says so of a kind it does not know', async () => {
    const { page } = await bench.open(BLOCKS);
    await page.waitForSelector('[data-block="hologram"]');
    const kinds = await page.$$eval('[data-block]', (nodes) => nodes.map((node) => node.dataset['block']));
    expect(new Set(kinds)).toEqual(
      new Set([
        'header',
        'section',
        'divider',
        'context',
        'image',
        'markdown',
        'rich_text',
        'table',
        'data_table',
        'data_visualization',
        'card',
        'alert',
        'container',
        'carousel',
        'actions',
        'input',
        'hologram',
      ]),
    );
    expect(await textOf(page, '[data-block="hologram"]')).toContain('does not draw');
    const unknown = await page.$$eval('.unknown', (nodes) => nodes.length);
    expect(unknown).toBe(1);
    expect(await textOf(page, '[data-block-id="s"] strong')).toBe('bold');
    expect(await textOf(page, '[data-block-id="s"]')).toContain('@Mei Tanaka');
    expect(await textOf(page, '[data-block-id="s"] pre')).toBe('block of\ncode');
  });

  it('draws charts with the same numbers as a table', async () => {
    const { page } = await bench.open(BLOCKS);
    await page.waitForSelector('[data-block-id="pie"]');
    expect(await page.$$eval('[data-block-id="Cost by model"] rect', (bars) => bars.length)).toBe(8);
    expect(await page.$$eval('[data-block-id="Cost over time"] polyline', (lines) => lines.length)).toBe(2);
    expect(await page.$$eval('[data-block-id="Spend"] polygon', (areas) => areas.length)).toBe(2);
    expect(await page.$$eval('[data-block-id="pie"] path', (slices) => slices.length)).toBe(3);
    const rows = await page.$$eval('[data-block-id="Cost by model"] tbody tr', (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    expect(rows.at(-1)).toEqual(['W47', '590', '41']);
  });

  it('sorts a data table by a column and turns its pages', async () => {
    const { page } = await bench.open(BLOCKS);
    const first = '[data-block-id="dt"] tbody tr:first-child';
    await page.waitForSelector(first);
    expect(await textOf(page, first)).toBe('model-a10');
    await click(page, '[data-block-id="dt"] thead th:nth-child(2) button');
    await shows(page, first, 'model-d1');
    await press(page, 'Next', '[data-block-id="dt"]');
    await shows(page, first, 'model-a10');
  });

  it('shows what people wrote as text, whatever it looks like', async () => {
    const { page } = await bench.open('/?as=U0ANA');
    await shows(page, hook('message'), '<img src=x onerror');
    expect(await page.$$eval('img[src="x"]', (images) => images.length)).toBe(0);
    expect(await page.title()).not.toBe('hacked');
    await shows(page, hook('message'), '<b>not bold</b>');
  });

  it('shows times in the zone of the person acting', async () => {
    const { page } = await bench.open('/?as=U0ANA');
    await shows(page, '[data-block-id="play"]', '26 Nov 2026 11:00');
    await click(page, hook('acting-as'));
    await click(page, hook('person-mei'));
    await shows(page, '[data-block-id="play"]', '26 Nov 2026 05:00');
  });

  it('completes a command with the keyboard alone and sends it', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await type(page, hook('composer'), '/ml');
    await page.waitForSelector(`${hook('completions')}:popover-open`);
    await page.keyboard.press('Tab');
    await page.keyboard.type('pro');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.$eval(hook('composer'), (field) => field.value)).toBe('/mlops promote churn ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.waitForSelector(hook('modal'));
    expect(fake.acts).toEqual([
      { route: 'command', body: { as: 'U0ANA', channel: 'C0APPROVE1', command: '/mlops', text: 'promote churn' } },
    ]);
  });

  it('says what Slack says when a command fails', async () => {
    const { page } = await bench.open('/?as=U0ANA');
    await type(page, hook('composer'), '/nonsense ');
    await page.keyboard.press('Enter');
    await shows(page, hook('notice'), 'is not a valid command');
  });

  it('presses a button as the person acting, and keeps the confirm dialog before it', async () => {
    const { page, fake } = await bench.open('/?as=U0MEI');
    await press(page, 'Hold', CARD);
    await page.waitForSelector(hook('confirm'));
    await press(page, 'Go back', hook('confirm'));
    await gone(page, hook('confirm'));
    expect(fake.acts).toEqual([]);
    await press(page, 'Hold', CARD);
    await press(page, 'Hold', hook('confirm'));
    await settled(page);
    expect(fake.acts).toMatchObject([
      { route: 'press', body: { as: 'U0MEI', channel: 'C0APPROVE1', blockId: 'vote', actionId: 'hold' } },
    ]);
  });

  it('puts a warning mark beside an element whose click failed', async () => {
    const { page } = await bench.open(BLOCKS);
    await press(page, 'Fail please');
    expect(await textOf(page, `button + ${hook('failed')}`)).toContain('The app did not respond.');
  });

  it('chooses in static and external selects, overflow menus and checkboxes', async () => {
    const { page, fake } = await bench.open(BLOCKS);
    const choose = async (combo: string, typed: string, option: string) => {
      await click(page, `input[aria-label="${combo}"]`);
      if (typed !== '') await page.keyboard.type(typed);
      await press(page, option, '[role="listbox"]:popover-open');
    };
    await choose('Region', '', 'US');
    await choose('Who', 'mei', 'Mei Tanaka Model risk manager');
    await choose('Model', 'fr', 'fraud-scorer');
    await click(page, '[data-block-id="boxes"] label');
    await settled(page);
    const presses = fake.acts.filter((act) => act.route === 'press').map((act) => [act.body.actionId, act.body.choice]);
    expect(presses).toEqual([
      ['region', 'us'],
      ['who', 'U0MEI'],
      ['model', 'fraud-scorer'],
      ['ticks', ['eu']],
    ]);
  });

  it('fills a modal, keeps what was typed when the app finds an error, and closes on success', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await press(page, 'Approve…', CARD);
    await page.waitForSelector(hook('modal'));
    await click(page, `${hook('modal')} [data-block-id="target"] input`);
    await press(page, 'production', '[role="listbox"]:popover-open');
    await click(page, hook('modal-submit'));
    await shows(page, '.input-error', 'Please say why');
    const focused = await page.evaluate(`document.activeElement.getAttribute('aria-invalid')`);
    expect(focused).toBe('true');
    await page.keyboard.type('Better on EU.');
    await click(page, hook('modal-submit'));
    await gone(page, hook('modal'));
    const last = fake.acts.filter((act) => act.route === 'submit').at(-1);
    expect(last?.body).toEqual({
      as: 'U0ANA',
      viewId: 'V1',
      values: { target: { target: 'production' }, reason: { reason: 'Better on EU.' } },
    });
    await shows(page, hook('registry-fraud-scorer-production'), 'v7');
    await shows(page, hook('registry-fraud-scorer-production'), 'just moved');
    await shows(page, hook('message'), 'Promoted: fraud-scorer v7');
  });

  it('opens a thread and writes a reply into it', async () => {
    const { page, fake } = await bench.open('/?as=U0MEI');
    await click(page, hook('replies'));
    await shows(page, hook('thread'), 'Looking at the latency now.');
    await type(page, hook('thread-composer'), 'Fine by me');
    await page.keyboard.press('Enter');
    await shows(page, hook('thread'), 'Fine by me');
    expect(fake.acts.at(-1)?.body).toMatchObject({ as: 'U0MEI', text: 'Fine by me', channel: 'C0APPROVE1' });
    expect(fake.acts.at(-1)?.body.threadTs).toBeDefined();
  });
});
