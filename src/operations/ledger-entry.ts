import type { Json } from '#domain/canonical-json.ts';
import { digestOf } from '#domain/digest.ts';
import type { Executor } from '#store/database.ts';
import { appendLedger, type LedgerEvent } from '#store/ledger.ts';
import type { RequestRow } from '#store/requests.ts';
import type { Setting } from './setting.ts';

/** What one entry says beyond the request it is about. Texts of people go in as digests only. */
export interface Happening {
  readonly event: LedgerEvent;
  readonly actor?: {
    readonly person: string | null;
    readonly slackUser: string | null;
    readonly actingFor: string | null;
  };
  readonly details?: Readonly<Record<string, Json>>;
}

/** Appends to the chain, in the transaction that did it, what happened to a request. */
export async function recordHappening(
  setting: Pick<Setting, 'workspaceId' | 'now'>,
  tx: Executor,
  request: RequestRow,
  happening: Happening,
): Promise<void> {
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: happening.event,
    at: new Date(setting.now()),
    requestId: request.id,
    entry: entryOf(request, happening),
  });
}

/** What the chain says of a request when something happened to it. */
export function entryOf(request: RequestRow, { actor, details }: Omit<Happening, 'event'>): Record<string, Json> {
  return {
    request: `R-${request.number}`,
    generation: request.generation,
    action: request.action,
    subject: {
      registry: request.registry,
      model: request.model,
      name: request.modelName,
      version: request.version,
      digest: request.subjectDigest,
      target: request.target,
      champion: request.championVersion,
    },
    code: request.code,
    evidence: request.evidenceDigest,
    policy: { name: request.playbook, pinned: request.policyDigest },
    facts: request.factsDigest,
    tree: digestOf(request.verdict),
    actor: actor ?? null,
    ...details,
  };
}
