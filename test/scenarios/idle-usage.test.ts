import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CloudUsage, ResourceUsage, UsageWindow } from '#domain/cloud-usage.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';
import { usageSources } from '#store/schema/usage.ts';
import { billLine, type HeldBill, heldBill } from '../support/cost-world.ts';
import { openScene, type Scene, start } from '../support/scene.ts';
import { servedHours } from '../support/usage-world.ts';

const day = 86_400_000;
const digest = '#ml-digest';
const dayBefore = (days: number) => new Date(start - days * day).toISOString().slice(0, 10);

/** A notebook of the recommendations team, as used as `share` says. */
function notebookUsage({ from, to }: UsageWindow, share: (hour: string) => number): ResourceUsage {
  const hours: { hour: string; used: number }[] = [];
  for (let at = epochMs(from); at < epochMs(to); at += 3_600_000)
    hours.push({ hour: instantAt(at), used: share(instantAt(at)) });
  return {
    kind: 'notebook',
    project: 'northwind-ml-dev',
    resource: '//notebooks.googleapis.com/projects/northwind-ml-dev/locations/europe-west4-a/instances/gpu-lab-3',
    alsoBilledAs: ['5550001'],
    name: 'gpu-lab-3',
    labels: {},
    deployed: null,
    hours,
  };
}

describe('what monitoring shows as not used', { timeout: 90_000 }, () => {
  let scene: Scene;
  let bill: HeldBill;
  let share: (hour: string) => number;
  let there: boolean;
  beforeEach(async () => {
    bill = heldBill();
    share = (hour) => (hour < dayBefore(9) ? 0.4 : 0.01);
    there = true;
    for (let n = 1; n <= 30; n += 1) {
      const line = billLine(
        dayBefore(n),
        '31',
        { team: 'recs' },
        { project: 'northwind-ml-dev', service: 'Compute Engine' },
      );
      const machine = '//compute.googleapis.com/projects/482915673018/zones/europe-west4-a/instances/5550001';
      bill.lines.push(line);
      bill.resources.push({ ...line, resource: machine });
    }
    const usage: CloudUsage = {
      title: 'Cloud Monitoring',
      provider: 'Google Cloud',
      project: 'northwind-ml-dev',
      read: async (window) => (there ? [notebookUsage(window, share)] : []),
      seeMachine: async () => null,
      stopMachine: async () => {},
      check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
    };
    scene = await openScene({ costs: new Map([['bill', bill]]), usage: new Map([['usage', usage]]) });
    await scene.settled();
  });
  afterEach(() => scene.close());

  const said = () => scene.channel(digest).filter((text) => /^# (Left on|Not left on)/.test(text));
  const nextDay = async () => await scene.advance(day);

  it('is told once with the price that the bill has for its machine, and what it says is kept', async () => {
    expect(said()).toHaveLength(1);
    expect(said()[0]).toContain('Left on: notebook gpu-lab-3, €31 a day');
    expect(said()[0]).toContain('gpu-lab-3 was not used for 8 days');
    expect(said()[0]).toContain('Team recs.');
    await nextDay();
    expect(said()).toHaveLength(1);

    await scene.as('kim').presses('Keep 7 days', { channel: digest });
    await scene.settled();
    expect(said()[0]).toContain('gpu-lab-3 was not used for 9 days');
    expect(said()[0]).toContain('keeps it until');
  });

  it('is over as soon as it is used again', async () => {
    expect(said()[0]).toContain('Left on');
    share = (hour) => (hour.slice(0, 10) === dayBefore(0) ? 0.6 : 0.01);
    await nextDay();
    expect(said()[0]).toContain('Not left on any more');
  });

  it('is over when the machine is off, of which nothing is measured any more', async () => {
    there = false;
    await nextDay();
    expect(said()).toHaveLength(1);
    expect(said()[0]).toContain('Not left on any more');
  });
});

describe('a machine whose cloud is asked what keeps it from being stopped', { timeout: 90_000 }, () => {
  let scene: Scene;
  afterEach(() => scene.close());

  let there: boolean;
  async function open(seeMachine: CloudUsage['seeMachine']): Promise<void> {
    const usage: CloudUsage = {
      title: 'Cloud Monitoring',
      provider: 'Google Cloud',
      project: 'northwind-ml-dev',
      read: async (window) =>
        (there ? ['a', 'b'] : []).map((name) => ({
          ...notebookUsage(window, () => 0),
          kind: 'accelerator' as const,
          resource: `//compute.googleapis.com/projects/northwind-ml-dev/zones/europe-west4-a/instances/${name}`,
          name,
        })),
      seeMachine,
      stopMachine: async () => {},
      check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
    };
    scene = await openScene({ usage: new Map([['usage', usage]]) });
    await scene.settled();
  }
  const said = () => scene.channel(digest).filter((text) => text.startsWith('# Left on'));

  it('is told of where the cloud does not answer, which is asked once and not for each', async () => {
    let asked = 0;
    there = true;
    await open(async () => {
      asked += 1;
      throw new UpstreamError('Compute Engine', 'Compute Engine did not answer.', { retryable: true });
    });
    expect(said()).toHaveLength(2);
    expect(said().join('\n')).not.toContain('Countersign does not stop it.');
    expect(asked).toBe(1);
  });

  it('is not told of as it was before a newer reading, which came meanwhile and is looked at by itself', async () => {
    let newer = false;
    there = false;
    await open(async () => {
      if (!newer) await scene.database.db.update(usageSources).set({ through: dayBefore(-1) });
      newer = true;
      return { state: 'on', number: '1', barred: 'It is a node.' };
    });
    there = true;
    await scene.advance(day);
    expect(newer).toBe(true);
    expect(said()).toEqual([]);
    await scene.advance(day);
    expect(said()).toHaveLength(2);
    expect(said()[0]).toContain('Countersign does not stop it. It is a node.');
  });
});

describe('a model that an endpoint serves', { timeout: 90_000 }, () => {
  let scene: Scene;
  afterEach(() => scene.close());

  it('costs for every thousand predictions what its serving did, without its trainings', async () => {
    const bill = heldBill();
    for (let n = 1; n <= 30; n += 1) {
      const labels = { team: 'recs', model: 'similar-items' };
      bill.lines.push(
        billLine(dayBefore(n), '48', labels),
        billLine(dayBefore(n), '9', labels, { runBillingId: 'run-1' }),
      );
    }
    const usage: CloudUsage = {
      title: 'Cloud Monitoring',
      provider: 'Google Cloud',
      project: 'northwind-ml',
      read: async (window) => [servedHours(window, () => 1_000)],
      seeMachine: async () => null,
      stopMachine: async () => {},
      check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
    };
    scene = await openScene({ costs: new Map([['bill', bill]]), usage: new Map([['usage', usage]]) });
    await scene.settled();
    await scene.as('kim').types('/mlops cost model=similar-items --last 10d');
    // 48 euros and 24 thousand predictions a day.
    expect(scene.as('kim').told()).toContain(
      'Every thousand predictions cost €2.00 to serve: 240,000 from 16 Nov to 25 Nov.',
    );
  });
});
