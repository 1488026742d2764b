import { expect, it } from 'vitest';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { startOutsideFreezes } from '../src/demo-start.ts';

const started = async (now: string) =>
  new Date(startOutsideFreezes(await readPlaybooks('playbooks'), Date.parse(now))).toISOString();

it('starts the local workspace now where no freeze of the playbooks is near', async () => {
  expect(await started('2026-11-25T10:00:00Z')).toBe('2026-11-25T10:00:00.000Z');
});

it('starts it after a freeze that holds or is less than six hours away', async () => {
  expect(await started('2026-11-29T02:04:00Z')).toBe('2026-11-29T04:00:00.000Z');
  expect(await started('2026-11-28T18:30:00Z')).toBe('2026-11-29T04:00:00.000Z');
  expect(await started('2026-12-31T09:00:00Z')).toBe('2027-01-02T08:00:00.000Z');
});

it('starts it after the next freeze too, if that follows at once', async () => {
  const freeze = [
    { name: 'Nights', actions: ['promote' as const], zone: 'UTC', weekly: { from: 'tue 18:00', to: 'wed 06:00' } },
    { name: 'Wednesday', actions: ['promote' as const], zone: 'UTC', from: '2026-11-25T08:00', to: '2026-11-25T12:00' },
  ];
  const [first] = (await readPlaybooks('playbooks')).playbooks;
  if (first === undefined) throw new Error('no playbooks');
  const set = { playbooks: [{ ...first, timing: { freeze } }] };
  expect(new Date(startOutsideFreezes(set, Date.parse('2026-11-24T20:00:00Z'))).toISOString()).toBe(
    '2026-11-25T12:00:00.000Z',
  );
});

it('gives up waiting for a day without a freeze', async () => {
  const freeze = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => ({
    name: day,
    actions: ['promote' as const],
    zone: 'UTC',
    weekly: { from: `${day} 00:00`, to: `${day} 23:00` },
  }));
  const [first] = (await readPlaybooks('playbooks')).playbooks;
  if (first === undefined) throw new Error('no playbooks');
  const now = Date.parse('2026-11-24T20:00:00Z');
  expect(startOutsideFreezes({ playbooks: [{ ...first, timing: { freeze } }] }, now)).toBe(now);
});
