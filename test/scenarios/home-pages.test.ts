import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishHomes } from '#operations/home/publish-home.ts';
import { outlineView } from '#views/outline.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('App Home with 500 open requests', { timeout: 120_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await copied(scene, 449);
    // Ben's own: under way, each with a target of its own, so that nothing looks at them again.
    await scene.database.db.execute(
      sql`update requests set requester_slack = ${idOf(scene, 'ben')}, state = 'executing',
        target = 'place-' || number where number > 400`,
    );
    await copied(scene, 50);
  }, 120_000);
  afterAll(() => scene.close({ unchecked: true }));

  const home = (person: string) => scene.slack.see.home(person);
  const opened = async (person: string) => {
    await scene.slack.act.openHome(person);
    await scene.settled();
  };
  const turned = async (person: string, title: string, button: string) => {
    const press = turn(home(person), title, button);
    if (press === null) return false;
    await scene.slack.act.press({ as: person, home: true, ...press });
    await scene.settled();
    return true;
  };
  const walked = async (person: string, title: string, button: string) => {
    const pages = [numbers(home(person), title)];
    while (await turned(person, title, button)) pages.push(numbers(home(person), title));
    return pages;
  };

  it('shows each request once, those that wait for the reader first and then theirs, whichever way the pages are turned', async () => {
    await opened('ben');
    const text = outlineView(home('ben') ?? {});
    expect(text).toMatch(
      /# Waiting for you\n[^]*1 to 20 of 450, the oldest first[^]*# Your requests\n[^]*1 to 10 of 50/,
    );
    const waiting = await walked('ben', 'Waiting for you', 'home-later');
    expect(waiting.map(({ length }) => length)).toEqual([...Array.from({ length: 22 }, () => 20), 10]);
    expect(waiting.flat()).toEqual([...upTo(400), ...upTo(50).map((number) => number + 450)]);
    const asked = await walked('ben', 'Your requests', 'home-later');
    expect(asked.map(({ length }) => length)).toEqual([10, 10, 10, 10, 10]);
    expect(asked.flat()).toEqual(upTo(50).map((number) => number + 400));
    // Turning one list leaves the other where it is.
    expect(numbers(home('ben'), 'Waiting for you')).toEqual(waiting.at(-1));
    const back = await walked('ben', 'Waiting for you', 'home-earlier');
    expect(back).toEqual(waiting.toReversed());
  });

  it('is left on the page that the reader turned to when it is published anew', async () => {
    await opened('ben');
    await turned('ben', 'Waiting for you', 'home-later');
    await turned('ben', 'Your requests', 'home-later');
    await scene.database.db.execute(sql`update requests set state = 'rejected' where number > 490`);
    await publishHomes(scene.app.setting);
    await scene.settled();
    expect(outlineView(home('ben') ?? {})).toMatch(/21 to 40 of 440,[^]*11 to 20 of 50,/);
  });

  it('stays on the last page where some of those behind it were decided', async () => {
    await opened('ben');
    await walked('ben', 'Waiting for you', 'home-later');
    await turned('ben', 'Waiting for you', 'home-earlier');
    await scene.database.db.execute(sql`update requests set state = 'rejected' where number > 100 and state = 'open'`);
    await turned('ben', 'Waiting for you', 'home-later');
    expect(numbers(home('ben'), 'Waiting for you')).toEqual(upTo(20).map((number) => number + 80));
    expect(outlineView(home('ben') ?? {})).toContain('81 to 100 of 100');
  });
});

/** Adds copies of the newest request, which nobody but the list ever looks at. */
async function copied({ database: { db } }: Scene, count: number): Promise<void> {
  await db.execute(sql`
    insert into requests select (jsonb_populate_record(one, jsonb_build_object(
      'id', gen_random_uuid(), 'number', last.number + at, 'next_ask_at', null))).*
    from requests one, (select max(number) as number from requests) last, generate_series(1, ${sql.raw(String(count))}) at
    where one.number = 1`);
}

function idOf({ slack }: Scene, name: string): string {
  return slack.see.workspace().people.find((person) => person.name === name)?.id ?? '';
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly { readonly action_id?: string }[];
}

/** The blocks below a title; Slack takes no Home of more than a hundred. */
function below(view: unknown, title: string): readonly Block[] {
  const { blocks } = view as { blocks: readonly Block[] };
  expect(blocks.length).toBeLessThanOrEqual(100);
  const from = blocks.findIndex(({ type, text }) => type === 'header' && text?.text === title);
  const rest = blocks.slice(from + 1);
  return rest.slice(
    0,
    rest.findIndex(({ type }) => type === 'divider'),
  );
}

function numbers(view: unknown, title: string): number[] {
  return below(view, title).flatMap(({ text }) => {
    const [, number] = /: R-(\d+), /.exec(text?.text ?? '') ?? [];
    return number === undefined ? [] : [Number(number)];
  });
}

function turn(view: unknown, title: string, actionId: string): { blockId: string; actionId: string } | null {
  const block = below(view, title).find(({ elements }) => elements?.some((one) => one.action_id === actionId));
  return block === undefined ? null : { blockId: block.block_id ?? '', actionId };
}
