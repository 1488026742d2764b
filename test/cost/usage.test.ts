import { describe, expect, it } from 'vitest';
import { billedKey, billedKeys } from '#cost/billed-name.ts';
import { usedDays } from '#cost/usage-days.ts';

const hours = [0.02, 0.3, 0.01].map((used, at) => ({ hour: `2026-11-2${at < 2 ? 0 : 1}T0${at}:00:00.000Z`, used }));
const dayOf = (hour: string) => hour.slice(0, 10);

describe('the days of what was used', () => {
  it('are those of the busiest hour for a machine, and the sum of all hours for an endpoint', () => {
    expect(usedDays({ kind: 'notebook', hours }, dayOf)).toEqual([
      { day: '2026-11-20', used: 0.3, hours: 2, idleHours: 1 },
      { day: '2026-11-21', used: 0.01, hours: 1, idleHours: 1 },
    ]);
    const counted = hours.map((one, at) => ({ ...one, used: at * 5 }));
    expect(usedDays({ kind: 'endpoint', hours: counted }, dayOf)).toEqual([
      { day: '2026-11-20', used: 5, hours: 2, idleHours: 1 },
      { day: '2026-11-21', used: 10, hours: 1, idleHours: 0 },
    ]);
  });

  it('leave out a day of which there is no hour', () => {
    expect(usedDays({ kind: 'accelerator', hours: [] }, dayOf)).toEqual([]);
  });
});

describe('the names of one resource', () => {
  const project = 'northwind-ml';
  const notebook = '//notebooks.googleapis.com/projects/northwind-ml/locations/europe-west4-a/instances/gpu-lab-3';

  it('are the same with the project as id or number, and by service of the machine or of the notebook', () => {
    const keys = billedKeys({ project, resource: notebook }, ['5550001']);
    for (const resource of [
      '//compute.googleapis.com/projects/482915673018/zones/europe-west4-a/instances/5550001',
      '//compute.googleapis.com/projects/northwind-ml/zones/europe-west4-a/instances/gpu-lab-3',
      '//notebooks.googleapis.com/projects/482915673018/locations/europe-west4-a/instances/gpu-lab-3',
    ]) {
      expect(keys).toContain(billedKey({ project, resource }));
    }
  });

  it('are others in another project, zone or kind', () => {
    const keys = billedKeys({ project, resource: notebook }, ['5550001']);
    const machine = '//compute.googleapis.com/projects/1/zones/europe-west4-a/instances/5550001';
    expect(keys).not.toContain(billedKey({ project: 'other', resource: machine }));
    expect(keys).not.toContain(billedKey({ project, resource: machine.replace('west4-a', 'west4-b') }));
    expect(keys).not.toContain(billedKey({ project, resource: machine.replace('instances', 'disks') }));
    expect(billedKey({ project, resource: 'gpu-lab-3' })).toBeNull();
  });
});
