import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { batchEntry } from '../support/batch-entry.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const region = (place: string, team: string, more = '') =>
  batchEntry({ id: `${team}/demand-${place}`, in: `{mlflow: demand-${place}}`, team, label: `demand-${place}`, more });

let scene: Scene;
let folder: Awaited<ReturnType<typeof playbooksFolder>>;
beforeAll(async () => {
  folder = await playbooksFolder();
  const pipeline = '    retrain: {connection: kubeflow, pipeline: demand-training, parameters: {window_days: 28}}';
  await folder.edit('models.yaml', 'models:\n', region('us', 'americas'));
  await folder.edit('models.yaml', 'models:\n', region('eu', 'emea', pipeline));
  scene = await openScene({ playbooks: folder.path });
  await scene.database.db.execute(sql`
    insert into models (workspace_id, registry, name, model_id, description, aliases, seen_at)
    select id, 'mlflow', 'demand-' || place, 'm', '', '{"production": "1"}', now() + interval '20 years'
    from workspaces, unnest(array['eu', 'us']) as place`);
}, 90_000);
afterAll(async () => {
  await scene.close();
  await folder.remove();
});

it.each(['team americas', 'team emea', 'demand-eu', 'all'])(
  'tells /mlops maturity %s which models of other teams could share a pipeline',
  async (scope) => {
    await scene.as('kim').types(`/mlops maturity ${scope}`);
    const told = scene.as('kim').told();
    expect(told).toContain('Could share: ');
    expect(told).toMatch(/emea\/demand-eu and americas\/demand-us|americas\/demand-us and emea\/demand-eu/);
    expect(told).toContain('kubeflow/demand-training trains some of them and could train all.');
  },
);

it('tells nothing of them to a team whose models have no siblings', async () => {
  await scene.as('kim').types('/mlops maturity team fraud');
  expect(scene.as('kim').told()).not.toContain('Could share');
});
