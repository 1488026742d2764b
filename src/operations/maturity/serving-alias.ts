import { promotionTargets } from '../promotion-targets.ts';
import type { Setting } from '../setting.ts';

/** What serves follows this alias: `production` where a playbook lets it be promoted to, else the first that one does. */
export function servingAlias(setting: Setting, registry: string, modelId: string): string {
  const targets = promotionTargets(setting, { registry, modelId });
  return targets.includes('production') ? 'production' : (targets[0] ?? 'production');
}
