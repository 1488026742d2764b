import type { Json } from '#domain/canonical-json.ts';
import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { appendLedger, type LedgerEvent } from '#store/ledger.ts';
import { type Actor, actorOf, listedActor } from '../actor.ts';
import type { Setting } from '../setting.ts';

/** Who answers about which row, as the signed request said. */
export interface ClaimsAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly id: string;
}

export type Listed = Actor & { readonly person: string };

/** Whoever acts, as a person of people.yaml. Throws a Refusal for anybody else. */
export async function listedIn(setting: Setting, act: ClaimsAct): Promise<Listed> {
  return listedActor(setting, await actorOf(setting, act));
}

/** Appends to the ledger what was asked, answered or seen of something on the bill. */
export async function recordClaims(
  setting: Setting,
  tx: Executor,
  event: LedgerEvent,
  actor: Listed | null,
  entry: Readonly<Record<string, Json>>,
): Promise<void> {
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event,
    at: new Date(setting.now()),
    entry: { ...entry, actor: actor === null ? null : { person: actor.person, slackUser: actor.slackUser } },
  });
}

/** Throws the Refusal of somebody who answers what has been answered. */
export function alreadyAnswered(sentence: string): never {
  throw new Refusal('answered', sentence);
}
