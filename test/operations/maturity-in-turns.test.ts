import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { allInTurns } from '#operations/maturity/all-in-turns.ts';
import { maturityOf } from '#operations/maturity/maturity-of.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene } from '../support/scene.ts';

/** More models than are held at a time, in one team, so that teams before and after it are read in other turns. */
const many = `models:
  - id: many/*
    in: {mlflow: many-*}
    team: many
    owner: kim
    business_owner: [tom]
    criticality: high
    materiality: {exposure: medium, purpose: medium}
    data_class: [confidential]
    use_case: [serves_batch, retrains_often]
    eu_high_risk: false
    labels: {team: many, model: many}
`;

it('is told in turns as it is of all at once', { timeout: 120_000 }, async () => {
  const folder = await playbooksFolder();
  await folder.edit('models.yaml', 'models:\n', many);
  const scene = await openScene({ playbooks: folder.path });
  try {
    const { db } = scene.database;
    await scene.settled();
    await db.execute(sql`
      insert into models (workspace_id, registry, name, model_id, description, aliases, seen_at)
      select id, 'mlflow', 'many-' || n, 'm', '', '{"production": "1"}', now() + interval '20 years'
      from workspaces, generate_series(1, 210) as n`);
    const whole = await maturityOf(scene.app.setting, { kind: 'all' });
    const turns = await allInTurns(scene.app.setting);
    expect(whole.models.length).toBeGreaterThan(210);
    const sorted = (ids: readonly string[]) => ids.toSorted();
    const gaps = ({ fit }: typeof turns) =>
      fit.gaps.map((gap) => ({ ...gap, models: sorted(gap.models), short: sorted(gap.short) }));
    expect({ ...turns.fit, gaps: gaps(turns) }).toEqual({ ...whole.fit, gaps: gaps(whole) });
    expect(turns.next.kind).toBe(whole.next.kind);
    expect(turns.earlier.fits).toEqual(whole.earlier.fits);
    expect(new Map(turns.models.map(({ model, target }) => [model.id, target]))).toEqual(
      new Map(whole.models.map(({ model, target }) => [model.id, target])),
    );
  } finally {
    await scene.close();
    await folder.remove();
  }
});
