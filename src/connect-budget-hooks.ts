import { readBudgetPush } from '#adapters/costs/bigquery/budget-push.ts';
import { type GoogleCertificates, verifyPushToken } from '#adapters/google/push-token.ts';
import type { Org } from '#playbook/organization.ts';
import type { HookSource } from '#web/hooks.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

/**
 * What verifies the messages that the budgets of a bill push. Null for a connection of another kind, and for one without
 * PUSH_AUDIENCE and PUSH_ACCOUNT. Throws a ConfigError for half of them.
 */
export function budgetHookSource(
  { id, kind }: Org['connections'][number],
  { pushAudience: audience = null, pushAccount: account = null }: ConnectionSecrets,
  certificates: GoogleCertificates,
): HookSource | null {
  if (kind !== 'bigquery-billing') return null;
  if ((audience === null) !== (account === null)) {
    throw new ConfigError([
      `connection ${id} has one of PUSH_AUDIENCE and PUSH_ACCOUNT: set both, or neither to take no pushes`,
    ]);
  }
  if (audience === null || account === null) return null;
  return {
    verify: async (headers, rawBody) => {
      const verdict = await verifyPushToken(headers.authorization, { audience, account }, certificates);
      if (!verdict.verified) return { ok: false, because: 'stranger', reason: verdict.because };
      const { id: pushId, data, attributes } = readBudgetPush(headers, rawBody);
      return { ok: true, id: pushId, news: { kind: 'budget', data, attributes } };
    },
  };
}
