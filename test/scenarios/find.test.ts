import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMaturityWeeks } from '#store/maturity-weeks.ts';
import { maturityWeeks } from '#store/schema/maturity.ts';
import { workspaces } from '#store/schema/workspace.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('/mlops find', { timeout: 90_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    // Names of people are known once somebody asks them for something.
    await scene.as('ben').types('/mlops promote credit-limit 4 to production because it finds more defaults');
  }, 90_000);
  afterAll(() => scene.close());

  const find = async (words: string) => {
    await scene.as('fin').types(`/mlops find ${words}`);
    return scene.as('fin').told();
  };
  /** The names of what was found, in order. */
  const names = (text: string) => [...text.matchAll(/^([\w-]+) {2}/gm)].map(([, name]) => name);

  it('finds models by what their description says, with the place it says so', async () => {
    const text = await find('card payments');
    expect(text).toMatch(/^# 1 model found by “card payments”\nfraud-scorer {2}/);
    expect(text).toContain('found by “Scores every card payment before it is captured. A score…”');
  });

  it('finds a name before a catalogue entry before a tag', async () => {
    expect(names(await find('fraud'))[0]).toBe('fraud-scorer');
    expect(await find('fraud')).toContain('found by its name');
    expect(names(await find('payments-risk'))).toContain('fraud-scorer');
    expect(await find('payments-risk')).toContain('found by tag team=payments-risk');
  });

  it('finds by owner as people are called, criticality, use case and label, all of them together', async () => {
    const kims = await find('owner=kim criticality=high');
    expect(kims).toMatch(/^# 1 model found/);
    expect(names(kims)).toEqual(['credit-limit']);
    expect(kims).toContain('found by owner Kim Novak · criticality high');
    expect(names(await find('owner:novak'))).toEqual(names(await find('owner=kim')));
    expect(new Set(names(await find('team=recs')))).toEqual(new Set(['home-ranker', 'query-intent', 'similar-items']));
    expect(await find('use_case="mission critical"')).toContain('found by use case mission critical');
    expect(names(await find('model=home-ranker'))).toEqual(['home-ranker']);
    expect(names(await find('owner=kim team=recs'))).toEqual(['query-intent']);
  });

  it('says so where no model has all of it, and shows those that have some', async () => {
    const text = await find('fraud team=recs');
    expect(text).toContain('No model has all of it. These have some, the nearest first.');
    expect(names(text)).toEqual(expect.arrayContaining(['fraud-scorer', 'home-ranker']));
  });

  it('says where it looked when there is nothing, and what to write when nothing was asked', async () => {
    expect(await find('zeppelin')).toMatch(/^No model is found by “zeppelin”\.[^]*Looked at: names/);
    expect(await find('100% _')).toContain('No model is found by');
    expect(await find('')).toContain('Say what to look for, as `/mlops find card payments`');
  });

  it('finds by the capabilities that models held in the last week that was recorded', async () => {
    const { db } = scene.database;
    // The app may have recorded the last one meanwhile.
    await db.delete(maturityWeeks);
    expect(await find('capability:monitoring')).toContain('no week has been yet');
    const [workspace] = await db.select({ id: workspaces.id }).from(workspaces);
    const week = { workspaceId: workspace?.id ?? '', week: '2036-11-17', recordedAt: new Date('2036-11-24') };
    const model = { ...week, kind: 'model' } as const;
    await addMaturityWeeks(db, [
      { ...model, subject: 'fraud/scorer', team: 'fraud', rungs: { monitoring: 'verified', ci_cd: 'evidenced' } },
      { ...model, subject: 'recs/ranker', team: 'recs', rungs: { monitoring: 'declared', ci_cd: null } },
      { ...week, kind: 'all', subject: '' },
    ]);
    const text = await find('capability:monitoring');
    expect(names(text)).toEqual(['fraud-scorer']);
    expect(text).toContain('found by Model monitoring verified');
    expect(names(await find('capability=CI-CD team=fraud'))).toEqual(['fraud-scorer']);
    expect(await find('capability=monitorin')).toContain('Did you mean monitoring?');
  });

  it('leads to the model', async () => {
    await find('fraud');
    await scene.as('fin').presses('Details');
    expect(scene.as('fin').told()).toMatch(/^# fraud-scorer\n/);
  });
});
