import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;

describe('a deadline that the playbook extends once', () => {
  let scene: Scene;
  let folder: string;
  afterEach(async () => {
    await scene.close();
    await rm(folder, { recursive: true });
  });

  it('gives as much time again, and expires after that', async () => {
    folder = await mkdtemp(join(tmpdir(), 'playbooks-'));
    await cp('playbooks', folder, { recursive: true });
    const file = join(folder, 'promotion-fraud.yaml');
    await writeFile(file, `${await readFile(file, 'utf8')}\nask: {on_expiry: extend_once}\n`);
    scene = await openScene({ playbooks: folder });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    const before = scene.card();
    await scene.advance(5 * day + 1_000);
    expect(scene.card()).toContain('[Approve…]');
    expect(scene.card()).not.toBe(before);
    const events = await scene.database.db.select({ event: ledger.event }).from(ledger);
    expect(events.filter(({ event }) => event === 'deadline_extended')).toHaveLength(1);
    const told = () => scene.thread().filter((line) => line.includes('answers for the playbook'));
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatch(/^… Nobody decided in time\. The playbook gives as much time again, until /);
    expect(told()[0]).toContain('Risk answers for the playbook: @U0MEI0003 or @U0JON0004');
    await scene.as('ben').presses('Approve…');
    await scene.as('ben').submits({ reason: 'looked at the evidence, it is fine' });
    expect(scene.thread().join('\n')).toContain('Ben');
    await scene.advance(5 * day);
    expect(scene.card()).toMatch(/[Ee]xpired/);
    expect(told()).toHaveLength(2);
    expect(told()[1]).toContain('so the request has expired. Missing: ');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });
});
