import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { maturityOf } from '#operations/maturity/ask-maturity.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const fraud = 'labels: {team: fraud, model: fraud-scorer}\n';

describe('what is declared of a model and its versions', { timeout: 120_000 }, () => {
  let scene: Scene;
  let folder: Awaited<ReturnType<typeof playbooksFolder>>;
  beforeAll(async () => {
    folder = await playbooksFolder();
    await folder.edit('models.yaml', fraud, `${fraud}    max_age: 2d\n    label_delay: 30d\n`);
    scene = await openScene({ playbooks: folder.path });
    scene.mlflow.outside.setVersionTag('fraud-scorer', '7', 'countersign.merged_at', '2036-11-25');
    await vi.waitFor(
      async () => {
        const { rows } = await scene.database.db.execute(sql`select 1 from models where name = 'fraud-scorer'`);
        if (rows.length === 0) throw new Error('the registry was not read yet');
      },
      { timeout: 60_000, interval: 50 },
    );
  }, 120_000);
  afterAll(async () => {
    await scene.close();
    await folder.remove();
  });

  const maturity = async () =>
    await maturityOf(scene.app.setting, { kind: 'model', model: { registry: 'mlflow', name: 'fraud-scorer' } });
  const signal = async (id: string) => (await maturity()).signals.find((reading) => reading.signal === id);
  const approve = async (...people: readonly string[]) => {
    for (const person of people) {
      await scene.as(person).presses('Approve…');
      await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
    }
  };

  it('says nothing of freshness or of the way back before anything was promoted', async () => {
    expect((await maturity()).facts.models[0]).toMatchObject({ maxAgeDays: 2, labelDelayDays: 30 });
    expect(await signal('P7')).toMatchObject({ state: 'unknown' });
    expect(await signal('G4')).toMatchObject({ state: 'unknown' });
  });

  it('tells when code was merged, and how old what serves is against what models.yaml allows', async () => {
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await approve('ben', 'mei', 'tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    const { facts } = await maturity();
    const [promoted] = facts.promotions.known ? facts.promotions.value : [];
    expect(promoted).toMatchObject({ mergedAt: '2036-11-25T00:00:00.000Z' });
    expect(await signal('P7')).toMatchObject({ state: 'known', grade: 'verified' });
    expect(await signal('G4')).toMatchObject({ state: 'unknown' });
    await scene.advance(3 * day);
    const stale = await signal('P7');
    expect(stale).toMatchObject({ state: 'known', grade: 'below', missed: ['fraud/scorer'] });
    expect(stale?.state === 'known' ? stale.value : 0).toBeCloseTo(1.5, 3);
  });

  it('proves the way back by going it', async () => {
    await scene.as('ben').types('/mlops rollback fraud-scorer');
    await scene.as('ben').submits({ reason: 'too many false alarms on EU cards' });
    await approve('ben', 'mei');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(await signal('G4')).toMatchObject({ state: 'known', value: 1, grade: 'verified', proof: 'proven' });
    await scene.as('ana').types('/mlops maturity fraud-scorer');
    await scene.as('ana').presses('Test scores…');
    expect(scene.as('ana').modal()).toMatch(/I7.*Serving can be rolled back.*G4/s);
  });
});
