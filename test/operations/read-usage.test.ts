import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CloudUsage, ResourceUsage, UsageWindow } from '#domain/cloud-usage.ts';
import { UpstreamError } from '#errors.ts';
import type { Setting } from '#operations/setting.ts';
import { readUsage, sweepUsage } from '#operations/usage/read-usage.ts';
import { trafficOfModels } from '#operations/usage/traffic-of.ts';
import { usageDays } from '#store/schema/usage.ts';
import { usageSourceRows } from '#store/usage-sources.ts';
import { costSetting, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { endpointsServing, servedHours } from '../support/usage-world.ts';

let database: FreshDatabase;
let world: { now: string; sent: (readonly unknown[])[] };
let windows: UsageWindow[];
let found: (window: UsageWindow) => readonly ResourceUsage[];

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  world = { now: '2026-11-26T10:00:00.000Z', sent: [] };
  windows = [];
  found = (window) => [servedHours(window, () => 10)];
});
afterEach(() => database.close());

const usage: CloudUsage = {
  title: 'Cloud Monitoring',
  provider: 'Google Cloud',
  project: 'northwind-ml',
  async read(window) {
    windows.push(window);
    return found(window);
  },
  seeMachine: async () => null,
  stopMachine: async () => {},
  check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
};

function setting(): Setting {
  return {
    ...costSetting(database, heldBill(), world),
    ...endpointsServing('home-ranker', '7'),
    usage: new Map([['usage', usage]]),
  };
}

async function read() {
  await sweepUsage(setting());
  const due = world.sent.some(([name]) => name === 'read-usage');
  if (due) await readUsage(setting(), 'usage');
  return due;
}

async function source() {
  const [row] = await usageSourceRows(database.db, 'T1');
  if (row === undefined) throw new Error('it was never begun');
  return row;
}

describe('reading usage', () => {
  it('begins five weeks back, then reads each night the day that is new and the two before it', async () => {
    expect(await read()).toBe(true);
    expect(windows).toEqual([{ from: '2026-10-21T22:00:00.000Z', to: '2026-11-25T23:00:00.000Z' }]);
    expect(world.sent).toContainEqual(['find-idle', { asOf: '2026-11-25' }]);
    expect(await source()).toMatchObject({ since: '2026-10-22', through: '2026-11-25', failures: 0 });
    expect((await source()).nextAt.toISOString()).toBe('2026-11-27T04:00:00.000Z');

    world.sent = [];
    expect(await read()).toBe(false);
    world.now = '2026-11-27T04:00:30.000Z';
    expect(await read()).toBe(true);
    expect(windows.at(-1)).toEqual({ from: '2026-11-23T23:00:00.000Z', to: '2026-11-26T23:00:00.000Z' });
    expect(await source()).toMatchObject({ since: '2026-10-22', through: '2026-11-26' });
  });

  it('goes on where it ended after days of downtime, and counts every day once', async () => {
    await read();
    world.now = '2026-12-03T09:00:00.000Z';
    world.sent = [];
    await read();
    expect(windows.at(-1)).toEqual({ from: '2026-11-23T23:00:00.000Z', to: '2026-12-02T23:00:00.000Z' });
    const [traffic] = await trafficOfModels(setting(), { first: '2026-11-20', last: '2026-11-29' });
    expect(traffic).toMatchObject({ modelName: 'home-ranker', label: 'home-ranker', predictions: 10 * 24 * 10 });
  });

  it('counts the hours of a day as the reporting zone has them, 25 when clocks go back', async () => {
    await read();
    const rows = await database.db.select().from(usageDays);
    const hours = new Map(rows.map(({ day, hours: count, used }) => [day, [count, used]]));
    expect(hours.get('2026-10-25')).toEqual([25, 250]);
    expect(hours.get('2026-10-26')).toEqual([24, 240]);
    expect(hours.size).toBe(35);
  });

  it('waits as long as a quota asks, and ever longer where nothing is said, without losing what is known', async () => {
    await read();
    world.now = '2026-11-27T05:00:00.000Z';
    found = () => {
      throw new UpstreamError('Cloud Monitoring', 'A quota is used up.', { retryable: true, retryAfterMs: 90_000 });
    };
    await readUsage(setting(), 'usage');
    expect(await source()).toMatchObject({ failures: 1, trouble: 'A quota is used up.', through: '2026-11-25' });
    expect((await source()).nextAt.toISOString()).toBe('2026-11-27T05:01:30.000Z');
    found = () => {
      throw new UpstreamError('Cloud Monitoring', 'It is down.', { retryable: true });
    };
    world.now = '2026-11-27T05:02:00.000Z';
    await readUsage(setting(), 'usage');
    expect((await source()).nextAt.toISOString()).toBe('2026-11-27T05:32:00.000Z');
    expect(await trafficOfModels(setting(), { first: '2026-11-20', last: '2026-11-20' })).toHaveLength(1);
  });

  it('lets one of several workers read', async () => {
    await sweepUsage(setting());
    await Promise.all([readUsage(setting(), 'usage'), readUsage(setting(), 'usage')]);
    expect(windows).toHaveLength(1);
  });
});

describe('traffic of models', () => {
  it('is known of the days that were read, whichever were asked about', async () => {
    await read();
    const [traffic] = await trafficOfModels(setting(), { first: '2026-10-01', last: '2026-11-26' });
    expect(traffic?.span).toEqual({ first: '2026-10-22', last: '2026-11-25' });
    expect(await trafficOfModels(setting(), { first: '2026-09-01', last: '2026-09-30' })).toEqual([]);
  });

  it('says on which day somebody asked last', async () => {
    found = (window) => [servedHours(window, (hour) => (hour < '2026-11-20' ? 3 : 0))];
    await read();
    const [traffic] = await trafficOfModels(setting(), { first: '2026-11-12', last: '2026-11-25' });
    expect(traffic?.served).toMatchObject([
      { registry: 'vertex', version: '7', lastAskedOn: '2026-11-20', idleHours: 143 },
    ]);
  });

  it('is still told of a version that was taken away, as what was found once is kept', async () => {
    await read();
    world.now = '2026-11-27T05:00:00.000Z';
    const gone = { ...setting(), ...endpointsServing(null, '') };
    await readUsage(gone, 'usage');
    const [traffic] = await trafficOfModels(gone, { first: '2026-11-26', last: '2026-11-26' });
    expect(traffic).toMatchObject({ modelName: 'home-ranker', predictions: 240 });
  });
});
