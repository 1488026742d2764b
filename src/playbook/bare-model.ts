import type { CatalogueModel } from './playbook.ts';

/** A catalogue entry of which nothing is known but its id and criticality. */
export function bareModel(id: string, criticality: CatalogueModel['criticality']): CatalogueModel {
  return {
    id,
    in: {},
    team: '-',
    owner: '-',
    businessOwner: null,
    dataOwner: null,
    criticality,
    materiality: null,
    dataClass: null,
    useCase: null,
    euHighRisk: null,
    labels: {},
    channel: null,
    retrain: null,
    endpoint: null,
    monitors: [],
    documents: {},
  };
}
