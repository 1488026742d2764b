import type { Fact, Facts } from './facts.ts';
import type { CatalogueModel } from './playbook.ts';

/** What a model's catalogue entry says as facts; null: the model is not in the catalogue, so nothing is known. */
export function catalogueFacts(entry: CatalogueModel | null): Pick<Facts, 'catalogue' | 'dataOwner' | 'labels'> {
  const unlisted = { unknown: 'The model is not in models.yaml.' };
  const said = <T>(value: T | null | undefined, key: string): Fact<T> =>
    value ?? (entry === null ? unlisted : { unknown: `models.yaml does not give ${key} for this model.` });
  return {
    catalogue: {
      team: said(entry?.team, 'team'),
      owner: said(entry?.owner, 'owner'),
      businessOwner: said(entry?.businessOwner, 'business_owner'),
      criticality: said(entry?.criticality, 'criticality'),
      materiality: said(entry?.materiality, 'materiality'),
      dataClass: said(entry?.dataClass, 'data_class'),
      useCase: said(entry?.useCase, 'use_case'),
      euHighRisk: said(entry?.euHighRisk, 'eu_high_risk'),
    },
    dataOwner: said(entry?.dataOwner, 'data_owner'),
    labels: entry?.labels ?? unlisted,
  };
}
