import { findCatalogueModel } from '#playbook/catalogue.ts';
import { own } from '#playbook/own.ts';
import type { Setting } from '../setting.ts';

/** What bills call a model: its label in the catalogue, else its name. */
export function billLabel(
  setting: Setting,
  { registry, modelName }: { readonly registry: string; readonly modelName: string },
): string {
  const { models, org } = setting.playbooks().set;
  const entry = findCatalogueModel(models, registry, modelName);
  return (entry === null ? undefined : own(entry.labels, org.labels.model)) ?? modelName;
}
