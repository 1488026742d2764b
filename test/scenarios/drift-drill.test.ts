import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DriftScene, driftScene, minutes } from '../support/drift-source.ts';

let world: DriftScene;
afterEach(() => world.close());

const alarms = () => world.scene.channel('#ml-alerts').filter((text) => !text.includes('playbooks'));
const drills = async () =>
  (
    await world.scene.database.db.execute(
      sql`select state, took_ms, rules, started_by from drift_drills order by started_at`,
    )
  ).rows;

describe('a drill of alerts', { timeout: 60_000 }, () => {
  it('goes through the hook, is posted as a drill where a real alert would be, and ends by itself', async () => {
    world = await driftScene();
    await world.tells({ id: 'calm', at: 0, value: 0.05 });
    const ana = world.scene.as('ana');
    await ana.types('/mlops drift test fraud-scorer');
    expect(ana.told()).toContain('A drill of fraud/scorer is on its way through evidently. It should raise 2 alerts');
    await world.scene.advance(1 * minutes);
    expect(alarms().join('\n')).toContain('Drill, no real drift.');
    expect(await world.outcomes()).toSatisfy((all: Record<string, string>) =>
      Object.values(all).every((became) => became.startsWith('accepted: ')),
    );
    const open = async () => (await world.alerts()).filter((one) => one['cleared_at'] === null).length;
    await vi.waitFor(
      async () => {
        await world.scene.advance(1 * minutes);
        expect(await open()).toBe(0);
      },
      { timeout: 20_000, interval: 250 },
    );
    const alerts = await world.alerts();
    expect(alerts).toHaveLength(2);
    for (const alert of alerts) {
      expect(alert).toMatchObject({ kind: 'drift', drill: true, told: true });
      expect(alert['cleared_at']).not.toBeNull();
    }
    expect(await drills()).toMatchObject([{ state: 'caught', started_by: expect.any(String) }]);
    // Another post of theirs would be held back, and nothing of a drill is real.
    await ana.types('/mlops drift test fraud-scorer');
    expect(ana.told()).toMatch(/were drilled lately|on its way/);
    await world.scene.as('ana').types('/mlops drift');
    expect(ana.told()).not.toContain('D-1');
    await world.scene.as('kim').types('/mlops drift test fraud-scorer');
    expect(world.scene.as('kim').told()).toMatch(/^Only .* can send a drill of fraud-scorer/);
  });
});
