import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, hook, pageBench, press, shows, textOf } from '../support/page-driver.ts';

let bench: Awaited<ReturnType<typeof pageBench>>;

beforeAll(async () => {
  bench = await pageBench();
});
afterAll(async () => {
  await bench.close();
});

describe('the tour of the page', () => {
  it('does a step for the reader, sees that it is done, and goes on', async () => {
    const { page, fake } = await bench.open('/?as=U0MEI#/C0ALERTS01');
    await shows(page, '.tour-step', '1 of 4 · Ask for help');
    expect(await textOf(page, hook('tour'))).not.toContain('Done');
    await click(page, hook('tour-do'));
    await shows(page, '#channel-title', '# ml-approvals');
    expect(await textOf(page, hook('acting-as'))).toContain('Ana Kovač');
    expect(fake.acts.at(-1)).toMatchObject({ route: 'command', body: { as: 'U0ANA', text: 'help' } });
    fake.put({ ts: '1795600000.000100', text: 'Said by the app' });
    await shows(page, '.tour-said', '✓ Done.');
    await click(page, hook('tour-next'));
    await shows(page, '.tour-step', '2 of 4 · Look at an alert');
  });

  it('sees what the reader did by hand, and says what cannot be done yet', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    fake.put({ ts: '1795600000.000100', text: 'Said by the app' });
    await shows(page, '.tour-said', '✓ Done.');
    await press(page, 'Deciding');
    await shows(page, '.tour-step', 'Press what is not there');
    await click(page, hook('tour-do'));
    await shows(page, '.tour-said', 'There is no “Approve…” to press here now.');
    expect(fake.acts.map(({ route }) => route)).not.toContain('press');
  });

  it('waits for a message that no step before brings', async () => {
    const { page, fake } = await bench.open('/?as=U0ANA');
    await press(page, 'Deciding');
    await click(page, hook('tour-next'));
    await shows(page, '.tour-step', 'Press what is on its way');
    await click(page, hook('tour-do'));
    await shows(page, hook('tour-do'), 'One moment…');
    const look = { type: 'button', action_id: 'look', text: { type: 'plain_text', text: 'Look', emoji: false } };
    fake.put({
      ts: '1795600000.000200',
      text: 'A late card',
      blocks: [{ type: 'actions', block_id: 'b', elements: [look] }],
    });
    await expect
      .poll(() => fake.acts.filter(({ route }) => route === 'press').map(({ body }) => body), { timeout: 15_000 })
      .toMatchObject([{ as: 'U0MEI', ts: '1795600000.000200', blockId: 'b', actionId: 'look' }]);
  });
});
