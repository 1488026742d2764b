import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { assessPortfolio } from '#maturity/assess-portfolio.ts';
import { matrixInForce } from '#operations/assess/use-case.ts';
import { allInTurns, allWithRecords } from '#operations/maturity/all-in-turns.ts';
import { catalogueModels } from '#operations/maturity/asked-models.ts';
import { readFacts } from '#operations/maturity/read-facts.ts';
import { thisWeek } from '#operations/maturity/weeks.ts';
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
    const { setting } = scene.app;
    const { models } = await catalogueModels(setting, db);
    const week = thisWeek(setting);
    const facts = await readFacts(setting, models, { week, modelWeeks: [], scopeWeeks: [] });
    const matrix = matrixInForce(setting.playbooks().set);
    const plain = assessPortfolio(facts, facts.models, setting.now(), matrix, {});
    expect(plain.models.length).toBeGreaterThan(210);

    const turns = await allInTurns(setting);
    const sorted = (ids: readonly string[]) => ids.toSorted();
    const gaps = ({ fit }: Pick<typeof turns, 'fit'>) =>
      fit.gaps.map((gap) => ({ ...gap, models: sorted(gap.models), short: sorted(gap.short) }));
    expect({ ...turns.fit, gaps: gaps(turns) }).toEqual({ ...plain.fit, gaps: gaps(plain) });
    expect(turns.next.kind).toBe(plain.next.kind);
    expect(new Map(turns.models.map(({ model, target }) => [model.id, target]))).toEqual(
      new Map(plain.models.map(({ model, target }) => [model.id, target])),
    );

    const all = await allWithRecords(setting);
    expect(all.models).toEqual(plain.models);
    expect(all.signals).toEqual(plain.signals);
    expect(all.signals.filter(({ state }) => state === 'known')).not.toEqual([]);
    expect(all.delivery).toEqual(plain.delivery);
    expect(all.delivery).not.toBeNull();
    expect(all.fit).toEqual(plain.fit);
    expect(all.earlier.fits).toEqual(turns.earlier.fits);
  } finally {
    await scene.close();
    await folder.remove();
  }
});
