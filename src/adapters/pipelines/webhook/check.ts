import { instantAt } from '#domain/instant.ts';
import type { RegistryHealth } from '#domain/registry.ts';
import { clockProblems, problemOf, skewOf } from '../problem-of.ts';
import { type WebhookHttp, webhookTitle } from './http.ts';

/** Reads only: whether the receiver answers, takes our signature, and lists its runs. */
export async function checkWebhook(http: WebhookHttp): Promise<RegistryHealth> {
  const sentMs = Date.now();
  const query = new URLSearchParams({ changed_since: instantAt(sentMs) }).toString();
  const outcome = await http.ask({ method: 'GET', path: `/runs?${query}`, doing: 'list runs' }).catch(problemOf);
  if ('sentence' in outcome) return { reachable: false, version: null, clockSkewMs: null, problems: [outcome] };
  const clockSkewMs = outcome.ok ? skewOf(outcome.answer.serverMs, sentMs, Date.now()) : null;
  const unserved = !outcome.ok && outcome.unserved;
  return {
    reachable: true,
    version: null,
    clockSkewMs,
    problems: [
      ...clockProblems(webhookTitle, clockSkewMs),
      ...(outcome.ok || unserved ? [] : [problemOf(outcome.error)]),
    ],
    unseen: [
      ...(unserved ? ['The runs of the receiver, because it lists none: it has to send events.'] : []),
      'Whether the receiver starts runs; only the first run shows that.',
    ],
  };
}
