import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Org } from '#playbook/organization.ts';
import { own } from '#playbook/own.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { Setting } from '../setting.ts';

/** Whose a model is, and by which label the bill knows it. */
interface ModelOwner {
  /** The value of its team's label; null outside the catalogue. */
  readonly team: string | null;
  /** The value of its model label. */
  readonly billedAs: string;
}

/** Finds whose models are, each once: the catalogue may hold ten thousand. */
export function ownersOfModels(setting: Setting): (registry: string, modelName: string) => ModelOwner {
  const { models, org } = setting.playbooks().set;
  const known = new Map<string, ModelOwner>();
  for (const { in: names, labels, team } of models.models) {
    for (const [registry, name] of Object.entries(names)) {
      const key = `${registry}\n${name}`;
      if (known.has(key) || name.includes('*')) continue;
      known.set(key, {
        team: teamOfEntry({ labels, team }, org),
        billedAs: own(labels, org.labels.model) ?? name,
      });
    }
  }
  return (registry, modelName) => {
    const key = `${registry}\n${modelName}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const entry = findCatalogueModel(models, registry, modelName);
    const owner = {
      team: teamOfEntry(entry, org),
      billedAs: (entry === null ? undefined : own(entry.labels, org.labels.model)) ?? modelName,
    };
    known.set(key, owner);
    return owner;
  };
}

/** The team of an entry as the bill knows it, by its label; null outside the catalogue. */
export function teamOfEntry(
  entry: Pick<CatalogueModel, 'labels' | 'team'> | null,
  { labels }: Pick<Org, 'labels'>,
): string | null {
  return entry === null ? null : (own(entry.labels, labels.team) ?? entry.team);
}
