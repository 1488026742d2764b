import { Refusal } from '#errors.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Action, Facts } from '#playbook/facts.ts';
import { subjectDigest } from '#playbook/fingerprint.ts';
import type { CatalogueModel, EffectivePolicy } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { sizeOfPromotion } from './cost/size-of-promotion.ts';
import { type Ask, enterRequest } from './enter-request.ts';
import { type Judgement, judge } from './judge.ts';
import { withoutStatus } from './load-request.ts';
import { readOwnFacts } from './own-facts.ts';
import { withFactsOfFiles } from './playbooks/facts-of-files.ts';
import type { RegistryFacts } from './registry-facts.ts';
import { refuseWithoutEndpoint } from './rollout/plan-rollout.ts';
import type { Setting } from './setting.ts';

/** What somebody asks for, with everything the registry said of it already read. */
export interface NewAsk extends Ask {
  readonly action: Extract<Action, 'promote' | 'rollback'>;
  readonly entry: CatalogueModel | null;
  readonly facts: RegistryFacts;
  /** What is owed and was not met, where that asks. */
  readonly obligationId?: string;
}

/** A request as it would open now: its policy, facts and first verdict. */
export interface Draft {
  readonly id: string;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly judged: Judgement;
}

/** Drafts a request under the policy that governs it. Throws a Refusal if no one playbook does. */
export async function draftRequest(
  setting: Setting,
  db: Executor,
  ask: NewAsk,
  under: (facts: Facts) => EffectivePolicy = (facts) => governingPolicy(setting, facts),
): Promise<Draft> {
  const current = setting.playbooks();
  const now = setting.now();
  const id = setting.newId();
  const own = await readOwnFacts(db, setting, current.set, ask.entry, { ...ask, id });
  const read = await withFactsOfFiles(db, setting, null, {
    ...withoutStatus(ask.facts),
    ...own,
    sizeOfChange: { ...(await sizeOfPromotion(setting, db, ask.entry, ask.facts)) },
    action: ask.action,
    registry: ask.registry,
    model: ask.model,
    target: ask.target,
    openedAt: now,
    reason: ask.reason,
    requester: { person: ask.requester.person, kind: ask.requester.person === null ? 'automation' : 'person' },
    progress: { approvedAt: null, deadline: null },
  });
  const policy = under(read);
  if (ask.action === 'promote') refuseWithoutEndpoint(setting, policy, ask);
  const digest = subjectDigest(read.subject, policy.candidate.digestOf);
  const facts = { ...read, subject: { ...read.subject, digest } };
  return { id, policy, facts, judged: judge(policy, current, facts, [], now) };
}

/**
 * Opens a request under the one playbook that governs it, pins that playbook, supersedes older requests for the same
 * target, and shows the card: one transaction. Throws a Refusal if no playbook or several govern it.
 */
export async function openRequest(setting: Setting, ask: NewAsk): Promise<RequestRow> {
  return await setting.db.transaction(async (tx) => {
    const draft = await draftRequest(setting, tx, ask);
    return await enterRequest(setting, tx, { ...ask, ...draft });
  });
}

/** The effective policy that governs these facts. Throws a Refusal if none or several playbooks do. */
export function governingPolicy(setting: Setting, facts: Facts): EffectivePolicy {
  const { set } = setting.playbooks();
  const selected = selectPlaybook(set, facts);
  if (!selected.ok) throw new Refusal(selected.code, selected.sentence);
  return effectivePolicy(set, selected.playbook, facts.model, facts.registry);
}
