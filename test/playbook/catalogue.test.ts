import { describe, expect, it } from 'vitest';
import { catalogueModel, findCatalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import { head, loaded } from './company.ts';

const gate = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;
const models = (...entries: readonly string[]) =>
  `version: 1\nowner: platform\nmodels:\n${entries.map((entry) => `  - {${entry}, team: fraud, owner: ml-1}\n`).join('')}`;
const pattern = 'id: "fraud/*", in: {vertex-eu: "fraud-*"}, criticality: low';
const scorer = 'id: fraud/scorer, in: {mlflow: fraud-scorer}, criticality: high';

describe('a catalogue id that a pattern for another registry gives too', () => {
  it.each([
    ['the pattern first', [pattern, scorer]],
    ['the pattern last', [scorer, pattern]],
  ])('is, in each registry, what that calls so: %s', (_, entries) => {
    const set = loaded(gate, { 'models.yaml': models(...entries) });
    for (const [registry, criticality] of [
      ['mlflow', 'high'],
      ['vertex-eu', 'low'],
    ] as const) {
      const found = findCatalogueModel(set.models, registry, 'fraud-scorer');
      expect(found).toMatchObject({ id: 'fraud/scorer', criticality });
      expect(catalogueModel(set.models, 'fraud/scorer', registry)).toEqual(found);
      const [playbook] = set.playbooks;
      if (playbook === undefined) throw new Error('there is no playbook');
      expect(effectivePolicy(set, playbook, 'fraud/scorer', registry).highCriticality).toBe(criticality === 'high');
    }
  });

  it('is the entry that the registry’s own name leads to, where an earlier one hides another', () => {
    const hiding = 'id: "fraud/*", in: {mlflow: "fraud-*"}, criticality: low';
    const set = loaded(gate, { 'models.yaml': models(hiding, scorer) });
    expect(catalogueModel(set.models, 'fraud/scorer', 'mlflow')).toMatchObject({ criticality: 'low' });
    expect(catalogueModel(set.models, 'fraud/scorer', 'vertex-eu')).toMatchObject({ criticality: 'low' });
  });

  it('is the first, where no registry is known', () => {
    const set = loaded(gate, { 'models.yaml': models(pattern, scorer) });
    expect(catalogueModel(set.models, 'fraud/scorer')).toMatchObject({ criticality: 'low' });
    expect(catalogueModel(set.models, 'nobody/knows', 'mlflow')).toBeNull();
  });
});
