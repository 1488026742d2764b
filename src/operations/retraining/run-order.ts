import type { RunOrder } from '#domain/pipeline.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { RunRow } from '#store/runs.ts';
import type { Setting } from '../setting.ts';

/** What the engine is asked for, with the labels by which its cost is told from others. */
export function runOrder(setting: Setting, run: RunRow): RunOrder {
  const { org, models } = setting.playbooks().set;
  const entry = findCatalogueModel(models, run.registry, run.modelName);
  const { key, pipeline, parameters } = run;
  const own: Record<string, string> = {
    'countersign-run': `t-${run.number}`,
    'countersign-reason': run.reasonCode,
    [org.labels.model]: run.modelName,
    ...(entry === null ? {} : { [org.labels.team]: entry.team, ...entry.labels }),
  };
  const labels = Object.fromEntries(
    Object.entries(own)
      .map(([name, value]) => [labelText(name), labelText(value)])
      .filter(([name, value]) => name !== '' && value !== ''),
  );
  return { key, pipeline, parameters, labels, title: `${run.modelName}, T-${run.number}` };
}

/** What every engine takes as a label: small letters, digits, `_` and `-`, at most 63 of them. */
function labelText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 63);
}
