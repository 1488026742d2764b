import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlineView } from '#views/outline.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('App Home', { timeout: 90_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  }, 90_000);
  afterAll(() => scene.close());

  const opened = async (person: string) => {
    await scene.slack.act.openHome(person);
    await scene.settled();
    return outlineView(scene.slack.see.home(person) ?? {});
  };

  it('shows what waits for the reader, what they asked for, and how their models stand', async () => {
    const ben = await opened('ben');
    expect(ben).toMatch(/# Waiting for you\nfraud-scorer v7/);
    expect(ben).toMatch(
      /# Your requests\nNo request of yours waits for others\.[^]*# Your status, 2 models: 1 waits for you/,
    );
    expect(ben).toMatch(/credit-limit {2}`production`/);
    const ana = await opened('ana');
    expect(ana).toMatch(/# Waiting for you\nNo requests are waiting for you\.[^]*# Your requests\nfraud-scorer v7/);
  });

  it('is where somebody chooses which weekly digests come to them, and says so at once', async () => {
    expect(await opened('ben')).toMatch(/# Your preferences[^]*Weekly digest: Team fraud[^]*Is posted in #/);
    const pressed = async (actionId: string) => {
      await scene.slack.act.press({ as: 'ben', home: true, ...pressOf(scene.slack.see.home('ben'), actionId) });
      await scene.settled();
      return outlineView(scene.slack.see.home('ben') ?? {});
    };
    expect(await pressed('digest-get')).toMatch(/Weekly digest: Team \w+\nComes to you in a direct message, next /);
    expect(await pressed('digest-stop')).not.toContain('Comes to you');
    await scene.as('ben').types('/mlops digest subscribe org');
    expect(outlineView(scene.slack.see.home('ben') ?? {})).toContain('Comes to you');
  });

  it('leads to a model in a modal', async () => {
    await opened('ben');
    const press = pressOf(scene.slack.see.home('ben'), 'status-model');
    await scene.slack.act.press({ as: 'ben', home: true, ...press });
    await scene.settled();
    expect(scene.as('ben').modal()).toContain('Read from MLflow');
  });
});

function pressOf(view: unknown, actionId: string): { blockId: string; actionId: string } {
  const { blocks } = view as { blocks: { block_id?: string; accessory?: { action_id?: string } }[] };
  const found = blocks.find(({ accessory }) => accessory?.action_id === actionId);
  if (found === undefined) throw new Error(`no button ${actionId}`);
  return { blockId: found.block_id ?? '', actionId };
}
