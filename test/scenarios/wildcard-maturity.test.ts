import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestations, waivers } from '#store/schema/maturity-answers.ts';
import { batchEntry } from '../support/batch-entry.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const shops = batchEntry({
  id: 'shops/*',
  in: '{mlflow: shop-*, vertex: shop-*}',
  team: 'logistics',
  label: 'shops',
  more: '    channel: "#ml-approvals"',
});

describe('a model that one entry stands for with others', { timeout: 120_000 }, () => {
  let scene: Scene;
  let folder: Awaited<ReturnType<typeof playbooksFolder>>;
  beforeAll(async () => {
    folder = await playbooksFolder();
    await folder.edit('models.yaml', 'models:\n', shops);
    scene = await openScene({ playbooks: folder.path });
    await scene.database.db.execute(sql`
      insert into models (workspace_id, registry, name, model_id, description, aliases, seen_at)
      select id, 'mlflow', 'shop-' || place, 'shops/' || place, '', '{"production": "1"}', now() + interval '20 years'
      from workspaces, unnest(array['lyon', 'turin']) as place`);
  }, 90_000);
  afterAll(async () => {
    await scene.close();
    await folder.remove();
  });

  const waived = async (name: string, capability: string) => {
    await scene.as('ops').types(`/mlops maturity ${name}`);
    await scene.as('ops').presses('Waive a need…');
    const reason = 'one shop, which closes in spring';
    await scene.as('ops').submits({ 'waive-capability': capability, 'waive-days': '30', 'waive-reason': reason });
    return scene.as('ops').modal() ?? '';
  };
  const maturity = async (scope: string) => {
    await scene.as('kim').types(`/mlops maturity ${scope}`);
    return scene.as('kim').told();
  };

  it('is attested alone, from its page of maturity', async () => {
    expect(await maturity('shop-lyon')).toContain('# Maturity of shops/lyon');
    await scene.as('kim').presses('Attest…');
    await scene.as('kim').submits({
      'attest-capability': 'pipelines',
      'attest-has': 'yes',
      'attest-note': 'the nightly pipeline of the shops',
    });
    expect(scene.as('kim').modal()).toContain('Recorded with your name');
    expect(await scene.database.db.select().from(attestations)).toMatchObject([{ model: 'shops/lyon' }]);
    expect(await maturity('shop-lyon')).toContain('○ declared: ML pipelines.');
    expect(await maturity('shop-turin')).toContain('… not known: ML pipelines.');
    expect(await maturity('team logistics')).toContain('ML pipelines: ○ declared 1, … not known 1.');
  });

  it('is waived alone, in the channel of the entry', async () => {
    expect(await waived('shop-lyon', 'metadata')).toContain('The channel of the model shows it');
    const rows = await scene.database.db.select().from(waivers);
    expect(rows).toMatchObject([{ model: 'shops/lyon', channel: '#ml-approvals' }]);
    expect(scene.channel('#ml-digest').join()).not.toContain('Waived');
    expect(scene.channel('#ml-approvals').join()).toContain('# Waived: shop-lyon may do without Metadata');
    expect(await maturity('shop-lyon')).toContain('Metadata and artifact tracking of shops/lyon, by Ops');
    expect(await maturity('shop-turin')).not.toContain('Waived');
    await scene.as('kim').types('/mlops assess shop-lyon');
    expect(scene.as('kim').modal()).toContain('shop-lyon');
  });

  it('is attested, waived and assessed as one where two registries have it', async () => {
    await scene.database.db.execute(sql`
      insert into models (workspace_id, registry, name, model_id, description, aliases, seen_at)
      select id, 'vertex', 'shop-turin', 'shops/turin', '', '{}', now() + interval '20 years' from workspaces`);
    expect(await maturity('shops/turin')).toContain('# Maturity of shops/turin');
    await scene.as('kim').presses('Attest…');
    expect(scene.as('kim').modal()).toContain('shop-turin');
    expect(await waived('shop-turin', 'metadata')).toContain('The channel of the model shows it');
    await scene.as('kim').types('/mlops assess shops/turin');
    expect(scene.as('kim').modal()).toContain('Is it in production or a pilot?');
    expect(await maturity('team logistics')).toContain('# Maturity of team logistics, 2 models');
  });

  it('is named with its registry where that matters', async () => {
    await scene.as('kim').types('/mlops policy shops/turin');
    expect(scene.as('kim').told()).toContain(
      'shops/turin is in mlflow and in vertex. Name it with its registry, as `mlflow/shop-turin`.',
    );
    await scene.as('kim').types('/mlops policy mlflow/shop-turin');
    expect(scene.as('kim').told()).not.toContain('Name it with its registry');
  });
});
