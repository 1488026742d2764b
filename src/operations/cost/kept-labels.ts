import type { Setting } from '../setting.ts';

/** Keys that mean something wherever labels are kept in order, beside those that org.yaml names. */
export const recommendedLabels = ['use-case', 'tier', 'component', 'state', 'ttl'];
/** What a source reads at most. */
const mostKeys = 20;

/** The keys that everything on the bill should have, as resources have them. */
export function requiredLabels(setting: Pick<Setting, 'playbooks'>): readonly string[] {
  const { team, model, environment, owner, required } = setting.playbooks().set.org.labels;
  return [...new Set(required ?? [team, model, environment, owner])];
}

/** The label keys that a bill is read with: those of org.yaml first, then those of budgets. */
export function keptLabels(setting: Pick<Setting, 'playbooks'>): readonly string[] {
  const { labels, budgets } = setting.playbooks().set.org;
  const budgeted = (budgets ?? []).flatMap((budget) => Object.keys(budget.labels));
  const named = [labels.team, labels.model, labels.environment, labels.owner];
  return [...new Set([...named, ...requiredLabels(setting), ...budgeted, ...recommendedLabels])].slice(0, mostKeys);
}
