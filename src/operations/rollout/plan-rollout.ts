import { Refusal } from '#errors.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { verifiedExecutions } from '#store/executions.ts';
import type { RequestRow } from '#store/requests.ts';
import { rolloutOf } from '#store/rollouts.ts';
import type { StoredStep } from '#store/schema/rollout.ts';
import type { Setting } from '../setting.ts';

/** The endpoint whose traffic moves, and in which steps. */
export interface RolloutPlan {
  readonly endpoint: string;
  readonly steps: readonly StoredStep[];
}

const atOnce: StoredStep = { trafficPercent: 100, forMs: null, stopIf: null };

/**
 * How traffic moves when a request is carried out; null where the alias is all that moves. A promotion moves it as its
 * playbook says, a rollback moves all of it at once where the change that it undoes moved any.
 */
export async function planRollout(db: Executor, row: RequestRow, policy: EffectivePolicy): Promise<RolloutPlan | null> {
  if (row.action === 'rollback') {
    const [last] = await verifiedExecutions(db, row, 1);
    const undone = last === undefined ? null : await rolloutOf(db, row.workspaceId, last.id);
    return undone === null ? null : { endpoint: undone.endpoint, steps: [atOnce] };
  }
  const endpoint = policy.model?.endpoint ?? null;
  const { rollout } = policy.afterApproval;
  return endpoint === null || rollout.length === 0 ? null : { endpoint, steps: rollout };
}

/** Throws a Refusal if the policy moves traffic in steps and there is no endpoint whose traffic could move. */
export function refuseWithoutEndpoint(
  setting: Setting,
  policy: EffectivePolicy,
  { model, registry }: Pick<RequestRow, 'model' | 'registry'>,
): void {
  if (policy.afterApproval.rollout.length === 0) return;
  if (!setting.endpoints.has(registry)) {
    throw new Refusal(
      'no_endpoint',
      `The playbook “${policy.name}” moves traffic in steps, but ${setting.registries.get(registry)?.title ?? registry} serves no models. Ask whoever owns the playbook to name a registry that does in applies_to.`,
    );
  }
  if ((policy.model?.endpoint ?? null) === null) {
    throw new Refusal(
      'no_endpoint',
      `The playbook “${policy.name}” moves traffic in steps, but models.yaml names no endpoint of ${model}. Add \`endpoint\` to its entry, then ask again.`,
    );
  }
}
