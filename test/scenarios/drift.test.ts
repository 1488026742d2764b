import { afterEach, describe, expect, it } from 'vitest';
import { type DriftScene, driftScene, minutes } from '../support/drift-source.ts';

let world: DriftScene;
afterEach(() => world.close());

const alarms = () => world.scene.channel('#ml-alerts').filter((text) => !text.includes('playbooks'));

describe('a monitor that reports drift', { timeout: 60_000 }, () => {
  it('leads to one message, which is kept as things are until it is over', async () => {
    world = await driftScene();
    expect(await world.tells({ id: '1', at: -150 })).toBe(202);
    expect(await world.tells({ id: '2', at: 0 })).toBe(202);
    expect(alarms()).toHaveLength(1);
    expect(alarms()[0]).toContain('# Drift: fraud-scorer v5');
    // It was past its limit for two hours before the playbook raised it, and the table says what is past which limit.
    expect(alarms()[0]).toContain('✗ Past its limit since Wed 26 Nov 07:30 UTC\n▤ Feature');
    await world.scene.advance(31 * minutes);
    expect(await world.alerts()).toMatchObject([{ number: 1, kind: 'drift', told: true, escalated_to: ['risk'] }]);
    expect(world.scene.thread('#ml-alerts').join('\n')).toMatch(/Risk.* waits for a decision/s);
    for (let hour = 1; hour <= 8; hour += 1) {
      await world.scene.advance(60 * minutes - (hour === 1 ? 31 * minutes : 0));
      await world.tells({ id: `calm-${hour}`, at: hour * 60, value: 0.05 });
    }
    const [alert] = await world.alerts();
    expect(alert?.['cleared_at']).not.toBeNull();
    expect(alarms()[0]).toContain('# Drift ended: fraud-scorer v5');
    // Then nothing more comes, which is an alert of its own.
    await world.scene.advance(25 * 60 * minutes);
    expect(await world.alerts()).toMatchObject([{ kind: 'drift' }, { kind: 'no_data', cleared_at: null, told: true }]);
    expect(alarms().join('\n')).toContain('# No drift data: fraud-scorer v5');
    await world.tells({ id: 'again', at: 33 * 60, value: 0.05 });
    expect((await world.alerts()).filter((one) => one['cleared_at'] === null)).toEqual([]);
  });

  it('is told what became of everything it sends, and loses nothing', async () => {
    world = await driftScene();
    await world.tells({ id: 'known', at: -150 });
    expect(await world.sends('again', JSON.stringify({ nothing: 'of ours' }))).toBeGreaterThan(199);
    expect(await world.sends('broken', '{"specversion": "1.0",')).toBeGreaterThan(199);
    await world.tells({ id: 'stranger', at: 0, model: 'late-model' });
    await world.tells({ id: 'early', at: 60 });
    await world.tells({ id: 'nan', at: -30, value: 'NaN' });
    const known = await world.outcomes();
    expect(known).toMatchObject({
      'd-known': expect.stringMatching(/^accepted: Taken for fraud-scorer v5 in production: 1 value, 1 past/),
      again: expect.stringMatching(/^unreadable: /),
      broken: expect.stringMatching(/^unreadable: /),
      'd-stranger': expect.stringMatching(/^unknown_model: No registry is known to have a model late-model/),
      'd-early': expect.stringMatching(/^future: It is as of 2036-11-26T11:00/),
    });
    // What was no number half an hour ago takes back what had been said before.
    expect(await world.alerts()).toMatchObject([{ told: true, because: expect.stringContaining('came late') }]);
    expect(world.scene.thread('#ml-alerts').join('\n')).toContain('The drift of fraud-scorer v5 was none.');
    await world.scene.advance(58 * minutes);
    expect(await world.outcomes()).toMatchObject({ 'd-early': expect.stringMatching(/^accepted: /) });
  });
});
