import { afterEach, describe, expect, it } from 'vitest';
import { freshSetting } from '#operations/fresh-setting.ts';
import { startExecution } from '#operations/start-execution.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const minute = 60_000;

describe('a freeze that begins between the approval and its execution', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  it('D22 keeps it from being carried out until it ends, to the second, in the reader’s own zone', async () => {
    folder = await playbooksFolder();
    const zone = 'zone: UTC, from: "2036-11-26T10:30", to: "2036-11-26T11:30"';
    await folder.edit('promotion-critical.yaml', '  freeze:\n', `  freeze:\n    - {name: Audit, ${zone}}\n`);
    scene = await openScene({ playbooks: folder.path });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    for (const person of ['ben', 'mei']) {
      await scene.as(person).types('/mlops approve R-1');
      await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
    }
    await scene.advance(29 * minute);
    scene.mlflow.faults.set('down');
    await scene.as('tom').types('/mlops approve R-1');
    await scene.as('tom').submits({ reason: 'looked at the evidence, it is fine' });
    expect(scene.card()).toContain('MLflow did not answer');
    scene.slack.act.advance(minute);
    scene.mlflow.faults.clear();
    const { setting } = scene.app;
    const now = () => Date.parse(setting.now());
    const carryOut = async () => {
      await startExecution(await freshSetting(setting), await requestId());
      await scene.settled();
    };
    await carryOut();
    expect(now()).toBeGreaterThanOrEqual(Date.parse('2036-11-26T10:30:00Z'));
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(scene.card()).toContain('Freeze “Audit” until Wed 26 Nov 11:30 UTC');
    const end = Date.parse('2036-11-26T11:30:00Z') / 1000;
    expect(JSON.stringify(scene.slack.see.messages('#ml-approvals')[0]?.blocks)).toContain(`<!date^${end}^`);
    scene.slack.act.advance(Date.parse('2036-11-26T11:29:59Z') - now());
    await carryOut();
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    scene.slack.act.advance(1_000);
    await carryOut();
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  async function requestId(): Promise<string> {
    const { rows } = await scene.database.pool.query<{ id: string }>('select id from requests');
    return rows[0]?.id ?? '';
  }
});
