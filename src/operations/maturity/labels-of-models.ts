import type { CostLine } from '#domain/cost.ts';
import { own } from '#playbook/own.ts';
import type { Labelled } from '#store/maturity-rows/spent.ts';
import type { Asked } from './asked.ts';

/** Which lines of the bill are about some models, and whose a line is. */
export interface LabelsOfModels {
  readonly labelled: Labelled;
  /** The model that a line's labels name; null for one that no asked model has. */
  readonly modelOf: (labels: CostLine['labels']) => string | null;
}

/** By the labels that models.yaml gives each model; spend that names a team alone counts with its team. */
export function labelsOfModels({ setting, models, whole }: Asked): LabelsOfModels {
  const { labels: keys } = setting.playbooks().set.org;
  const byLabel = new Map<string, string>();
  const teams = new Set<string>();
  for (const { entry } of models) {
    const value = own(entry.labels, keys.model);
    if (value !== undefined && !byLabel.has(value)) byLabel.set(value, entry.id);
    teams.add(own(entry.labels, keys.team) ?? entry.team);
  }
  return {
    labelled: whole
      ? { models: null, teams: null }
      : { models: { key: keys.model, values: [...byLabel.keys()] }, teams: { key: keys.team, values: [...teams] } },
    modelOf: (labels) => byLabel.get(labels[keys.model]?.value ?? '') ?? null,
  };
}
