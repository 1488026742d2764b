import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { addIdle } from '#store/idle-findings.ts';
import { type KilledWorld, killedWorld } from '../support/killed-world.ts';

const weekMs = 7 * 86_400_000;
const patience = { timeout: 60_000, interval: 50 };
const fraud = 'team:fraud';

/** Where the process dies in a week, once time has passed into it. */
type Point = (world: KilledWorld, period: string, begin: () => void) => Promise<void>;

/** When Slack has posted a message, and nobody hears of it. */
function posting(key: string): Point {
  return async (world, period, begin) => {
    const sent = sql`select 1 from effects where kind = 'slack.post' and state = 'maybe_sent'
      and payload::text like ${`%digest:${key.replace('PERIOD', period)}"%`}`;
    await world.killWhen(
      'slack',
      async (call) => call.at === 'done' && call.path.includes('chat.postMessage') && (await world.has(sent)),
    );
    begin();
    await world.died();
  };
}

const points: Readonly<Record<string, Point>> = {
  'while it takes the place of the week': async (world, _, begin) => {
    await world.db.transaction(async (tx) => {
      await tx.execute(sql`lock table digest_slots in exclusive mode`);
      begin();
      await vi.waitFor(async () => {
        const waits = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into "digest_slots"%'
          and datname = current_database()`;
        if (!(await world.has(waits))) throw new Error('it takes no place yet');
      }, patience);
      await world.kill();
    });
  },
  'when Slack has posted it, before its answer': posting(`${fraud}:PERIOD`),
  'when Slack has posted what stands below it': posting('organization:PERIOD:detail'),
};

it('kills at each step of a digest leave one for each audience and week', { timeout: 120_000 }, async () => {
  const world = await killedWorld();
  try {
    await world.start('all');
    await vi.waitFor(async () => {
      if (!(await world.has(sql`select 1 from digest_slots where state = 'first' and audience = ${fraud}`))) {
        throw new Error('the digests are not known yet');
      }
    }, patience);
    let monday = Date.parse('2036-12-01T08:00:30Z');
    for (const [point, die] of Object.entries(points)) {
      const period = new Date(monday).toISOString().slice(0, 10);
      await leaveOn(world, point);
      await world.settled();
      await die(world, period, () => world.pass(monday - world.now()));
      await world.start('all');
      await vi.waitFor(async () => {
        if (!(await world.has(sql`select 1 from digest_slots where period = ${period} and audience = ${fraud}`))) {
          throw new Error(`nobody was told of ${period} yet`);
        }
      }, patience);
      await world.settled();
      monday += weekMs;
    }
    const told = world.threadsIn('#ml-digest');
    const week = (n: number) => [`# Team fraud · week ${n}`, `# Northwind Lending · week ${n}`];
    expect(told.map(({ text }) => text.split('\n')[0] ?? '').toSorted()).toEqual([48, 49, 50].flatMap(week).toSorted());
    expect(told.map(({ replies }) => replies.length).every((replies) => replies <= 1)).toBe(true);
    const whole = told.filter(({ text }) => text.startsWith('# Northwind'));
    expect(whole.map(({ replies }) => replies.length)).toEqual([1, 1, 1]);
    const slots = await world.rows(sql`select period, state from digest_slots where audience = ${fraud} order by 1`);
    expect(slots.map(({ state }) => state)).toEqual(['first', 'told', 'told', 'told']);
    await world.check();
  } finally {
    await world.close();
  }
});

/** Something is left on each week, so that there is something to say. */
async function leaveOn(world: KilledWorld, name: string): Promise<void> {
  const [row] = await world.rows(sql`select id from workspaces`);
  const at = new Date(world.now());
  await addIdle(world.db, {
    id: randomUUID(),
    workspaceId: String(row?.['id']),
    provider: 'Google Cloud',
    resource: `//notebooks/${name}`,
    name,
    kind: 'notebook',
    evidence: 'Nobody logged in.',
    since: at.toISOString().slice(0, 10),
    perDay: '31',
    currency: 'EUR',
    team: 'fraud',
    channel: '#ml-digest',
    askedAt: at,
    seenOn: at.toISOString().slice(0, 10),
  });
}
