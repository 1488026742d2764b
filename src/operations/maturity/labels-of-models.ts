import type { CostLine } from '#domain/cost.ts';
import { own } from '#playbook/own.ts';
import type { Labelled } from '#store/maturity-rows/spent.ts';
import type { Asked } from './asked.ts';

/** Which lines of the bill are about some models, and whose a line is. */
export interface LabelsOfModels {
  readonly labelled: Labelled;
  /** The model that a line's labels name; null for one that no asked model has. */
  readonly modelOf: (labels: CostLine['labels']) => string | null;
  /** The team that a line's labels name, as models.yaml calls it; nothing where no asked model is of it. */
  readonly teamKey: string;
  readonly teamOf: (label: string | null | undefined) => { readonly team?: string };
}

/** By the labels that models.yaml gives each model; spend that names a team alone counts with its team. */
export function labelsOfModels({ setting, models, whole }: Asked): LabelsOfModels {
  const { labels: keys } = setting.playbooks().set.org;
  const byLabel = new Map<string, string>();
  const teams = new Map<string, string>();
  for (const { entry } of models) {
    const value = own(entry.labels, keys.model);
    if (value !== undefined && !byLabel.has(value)) byLabel.set(value, entry.id);
    teams.set(own(entry.labels, keys.team) ?? entry.team, entry.team);
  }
  return {
    labelled: whole
      ? { models: null, teams: null }
      : {
          models: { key: keys.model, values: [...byLabel.keys()] },
          teams: { key: keys.team, values: [...teams.keys()] },
        },
    modelOf: (labels) => byLabel.get(labels[keys.model]?.value ?? '') ?? null,
    teamOf: (label) => {
      const team = teams.get(label ?? '');
      return team === undefined ? {} : { team };
    },
    teamKey: keys.team,
  };
}
