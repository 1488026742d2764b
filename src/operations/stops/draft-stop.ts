import { stopDigest } from '#domain/stop.ts';
import { Refusal } from '#errors.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Facts } from '#playbook/facts.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import type { Executor } from '#store/database.ts';
import type { Actor } from '../actor.ts';
import { type Judgement, judge } from '../judge.ts';
import { readOwnFacts } from '../own-facts.ts';
import { withFactsOfFiles } from '../playbooks/facts-of-files.ts';
import type { Setting } from '../setting.ts';
import type { Stoppable } from './stop-order.ts';

/** A request to stop something as it would open now. */
export interface DraftedStop {
  readonly id: string;
  readonly facts: Facts;
  readonly policy: EffectivePolicy;
  readonly judged: Judgement;
}

/** Null where no playbook says who has to agree, so that nothing is stopped. Throws a Refusal if several do. */
export async function draftStop(
  setting: Setting,
  db: Executor,
  ask: { readonly what: Stoppable; readonly requester: Actor; readonly reason: string },
): Promise<DraftedStop | null> {
  const id = setting.newId();
  const facts = await stopFacts(setting, db, id, ask);
  const current = setting.playbooks();
  const selected = selectPlaybook(current.set, facts);
  if (!selected.ok) {
    if (selected.code === 'no_playbook') return null;
    throw new Refusal(selected.code, selected.sentence);
  }
  const policy = effectivePolicy(current.set, selected.playbook, facts.model, facts.registry);
  return { id, facts, policy, judged: judge(policy, current, facts, [], setting.now()) };
}

/** It is about no version, so nothing is known of one. */
async function stopFacts(
  setting: Setting,
  db: Executor,
  id: string,
  { what, requester, reason }: Parameters<typeof draftStop>[2],
): Promise<Facts> {
  const { order, model } = what;
  const { set } = setting.playbooks();
  const none = (missing: string) => ({ unknown: `What is left on has no ${missing}.` });
  const subject = { registry: order.source, modelName: order.name };
  const own = await readOwnFacts(db, setting, set, catalogueModel(set.models, model), {
    id,
    action: 'stop',
    ...subject,
    target: order.resource,
  });
  return await withFactsOfFiles(db, setting, null, {
    ...own,
    action: 'stop',
    registry: order.source,
    model,
    from: null,
    target: null,
    openedAt: setting.now(),
    reason,
    subject: { registry: order.source, model, version: null, digest: stopDigest(order), parts: {} },
    champion: none('champion'),
    candidateCreatedAt: none('version'),
    dataAsOf: none('training data'),
    requester: { person: requester.person, kind: requester.person === null ? 'automation' : 'person' },
    runOwner: null,
    contributors: [],
    dataOwner: [],
    metrics: { candidate: none('metrics'), champion: none('metrics'), baseline: none('metrics') },
    pipelines: {},
    tags: none('tags'),
    progress: { approvedAt: null, deadline: null },
  });
}
